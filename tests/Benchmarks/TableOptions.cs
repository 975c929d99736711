using System.Globalization;

namespace QmpGen.Benchmarks;

/// <summary>The options of a table.</summary>
/// <param name="Rounds">The number of measurements of each number.</param>
/// <param name="Divisor">The number by which the operations of a measurement are divided.</param>
internal sealed record TableOptions(int Rounds, int Divisor)
{
    /// <summary>The options of a check that every number can be measured.</summary>
    public static TableOptions Smoke { get; } = new(Rounds: 1, Divisor: 100);

    /// <summary>The number of rounds before those that count.</summary>
    public int WarmUpRounds => Divisor == 1 ? 2 : 0;

    /// <summary>Parses <c>--rounds N</c> and <c>--smoke</c>.</summary>
    public static TableOptions Parse(string[] args) =>
        args switch
        {
            [] => new TableOptions(Rounds: 7, Divisor: 1),
            ["--smoke"] => Smoke,
            ["--rounds", string rounds] => new TableOptions(int.Parse(rounds, CultureInfo.InvariantCulture), 1),
            _ => throw new ArgumentException("The options of a table are '--rounds N' and '--smoke'.", nameof(args)),
        };

    /// <summary>Returns the number of operations to measure.</summary>
    public int Scale(int count) => Math.Max(1, count / Divisor);
}
