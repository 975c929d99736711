using Xunit;

namespace QmpGen.Generator.Tests;

/// <summary>The dumps in schema/ and in the folder of the environment variable QMPGEN_DUMPS.</summary>
public static class Dumps
{
    private static readonly string[] s_files =
    [
        .. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "schema"), "q*.json"),
        .. Environment.GetEnvironmentVariable("QMPGEN_DUMPS") is { Length: > 0 } folder
            ? Directory.GetFiles(folder, "*.json")
            : [],
    ];

    public static IReadOnlyList<string> Names { get; } =
        [.. s_files.Select(path => Path.GetFileName(path)).Distinct().Order(StringComparer.Ordinal)];

    public static TheoryData<string> All => [.. Names];

    public static string Read(string name) => File.ReadAllText(s_files.First(path => Path.GetFileName(path) == name));
}
