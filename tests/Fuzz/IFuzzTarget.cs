namespace QmpGen.Fuzz;

/// <summary>What is tried: a function of bytes that never fails, whatever they are. Several threads may run
/// it.</summary>
internal interface IFuzzTarget
{
    /// <summary>Its name on the command line.</summary>
    string Name { get; }

    /// <summary>What it does, in a line of the help.</summary>
    string Summary { get; }

    /// <summary>Inputs from which others are made.</summary>
    IReadOnlyList<byte[]> Seeds { get; }

    /// <summary>The first line of an input that is made out of a seed.</summary>
    /// <param name="header">The seed's own.</param>
    /// <param name="random">Chooses.</param>
    string NextHeader(string header, Random random);

    /// <summary>Tries an input. Any exception that leaves it is a finding.</summary>
    /// <param name="input">A header line and what follows it: <see cref="FuzzInput"/>.</param>
    /// <returns>What became of it.</returns>
    Outcome Run(byte[] input);
}

/// <summary>What becomes of an input, where nothing is wrong.</summary>
internal enum Outcome
{
    /// <summary>It was taken for what it claims to be, at least in part.</summary>
    Read,

    /// <summary>It was refused as the documentation says that it would be.</summary>
    Refused,
}

/// <summary>Something that must not be, whatever the input.</summary>
internal sealed class FindingException(string message, Exception? innerException = null)
    : Exception(message, innerException);
