namespace QmpGen.Fuzz;

/// <summary>A function of bytes that must never fail. Several threads can call it.</summary>
internal interface IFuzzTarget
{
    /// <summary>The name on the command line.</summary>
    string Name { get; }

    /// <summary>The inputs from which others are generated.</summary>
    IReadOnlyList<byte[]> Seeds { get; }

    /// <summary>Creates the header of an input that is generated from a seed.</summary>
    /// <param name="header">The header of the seed.</param>
    /// <param name="random">The source of random numbers.</param>
    string CreateHeader(string header, Random random);

    /// <summary>Runs an input. Any exception is a finding.</summary>
    /// <param name="input">The bytes of a <see cref="FuzzInput"/>.</param>
    FuzzOutcome Run(byte[] input);
}
