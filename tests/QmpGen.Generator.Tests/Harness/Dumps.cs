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

    /// <summary>The oldest and newest dumps of each kind of peer, for tests that take long.</summary>
    /// <remarks>With additional dumps in the environment, all are tested.</remarks>
    public static TheoryData<string> Extremes =>
        Environment.GetEnvironmentVariable("QMPGEN_DUMPS") is { Length: > 0 }
            ? All
            : ["qemu-5.2.json", "qemu-11.1.json", "qga-10.0.json"];

    public static string Read(string name) => File.ReadAllText(s_files.First(path => Path.GetFileName(path) == name));
}
