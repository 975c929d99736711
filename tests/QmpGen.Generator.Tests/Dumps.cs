using Xunit;

namespace QmpGen.Generator.Tests;

/// <summary>The real dumps of the folder schema/, and of one more that the variable QMPGEN_DUMPS names.</summary>
public static class Dumps
{
    private static readonly string[] s_files =
    [
        .. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "schema"), "q*.json"),
        .. Environment.GetEnvironmentVariable("QMPGEN_DUMPS") is { Length: > 0 } folder
            ? Directory.GetFiles(folder, "*.json")
            : [],
    ];

    public static TheoryData<string> All =>
        [.. s_files.Select(path => Path.GetFileName(path)).Distinct().Order(StringComparer.Ordinal)];

    public static string Read(string name) => File.ReadAllText(s_files.First(path => Path.GetFileName(path) == name));
}
