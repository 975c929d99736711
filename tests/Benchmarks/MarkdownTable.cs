using System.Globalization;
using System.Runtime.InteropServices;

namespace QmpGen.Benchmarks;

/// <summary>Prints a Markdown table, line by line.</summary>
internal sealed class MarkdownTable
{
    private readonly TextWriter _output;

    /// <summary>Prints the header.</summary>
    /// <param name="output">The output.</param>
    /// <param name="textColumns">The number of columns that are aligned to the left.</param>
    /// <param name="columns">The titles.</param>
    public MarkdownTable(TextWriter output, int textColumns, params IReadOnlyList<string> columns)
    {
        _output = output;
        AddRow(columns);
        AddRow([.. columns.Select((_, i) => i < textColumns ? "---" : "--:")]);
    }

    /// <summary>Prints the date, the machine and the number of measurements.</summary>
    public static void WriteConditions(TextWriter output, TableOptions options) =>
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{DateTime.UtcNow:yyyy-MM-dd}, {FindProcessor()}, {Environment.ProcessorCount} cores, "
                    + $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, "
                    + $"medians of {options.Rounds} rounds:\n"
            )
        );

    /// <summary>Formats a number with three digits.</summary>
    public static string Format(double value) =>
        value.ToString(
            Math.Abs(value) switch
            {
                >= 100 => "N0",
                >= 10 => "F1",
                _ => "F2",
            },
            CultureInfo.InvariantCulture
        );

    public void AddRow(params IReadOnlyList<string> cells) => _output.WriteLine($"| {string.Join(" | ", cells)} |");

    private static string FindProcessor()
    {
        const string Description = "/proc/cpuinfo";
        string? line = File.Exists(Description)
            ? File.ReadLines(Description)
                .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?.Split(':')[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
