using Xunit;

namespace QmpGen.Generator.Tests.Merging;

/// <summary>The client lists its dumps with the version and package of their QEMU.</summary>
public sealed class CompiledReleaseTests
{
    private static readonly string s_dump = Schemas.Create(Schemas.Rest);

    [Theory]
    [InlineData("", "new(\"schema\")")]
    [InlineData("nightly", "new(\"nightly\")")]
    [InlineData("7.2.22", "new(\"7.2.22\", \"7.2.22\")")]
    [InlineData("7.2.22 (Debian 1:7.2)", "new(\"7.2.22\", \"7.2.22\", \"Debian 1:7.2\")")]
    [InlineData("7.2.22 (\\\")", "new(\"7.2.22\", \"7.2.22\", \"\\\\\\\"\")")]
    public void Release_OfOneDump_HasVersionAndPackage(string version, string release) =>
        Assert.Equal([release], FindReleases(InMemorySchema.FromText(s_dump, ("QemuVersion", version))));

    [Theory]
    [InlineData("", "new(\"7.2.22\", \"7.2.22\", \"Debian 1:7.2\")")]
    [InlineData("7.2.22", "new(\"7.2.22\", \"7.2.22\", \"Debian 1:7.2\")")]
    [InlineData("7.2.22 (ours)", "new(\"7.2.22\", \"7.2.22\", \"ours\")")]
    [InlineData("8.0.0", "new(\"8.0.0\", \"8.0.0\")")]
    [InlineData("nightly", "new(\"nightly\", \"7.2.22\", \"Debian 1:7.2\")")]
    public void Release_OfTranscript_HasTheVersionOfItsGreeting(string version, string release) =>
        Assert.Equal([release], FindReleases(InMemorySchema.FromText(Transcript(), ("QemuVersion", version))));

    [Fact]
    public void Releases_OfMergedDumps_AreSortedAndHaveDifferentLabels() =>
        Assert.Equal(
            [
                "new(\"7.2.22 (a)\", \"7.2.22\", \"a\")",
                "new(\"7.2.22 (b)\", \"7.2.22\", \"b\")",
                "new(\"10.0.13\", \"10.0.13\", \"a\")",
            ],
            FindReleases(Item("10.0.13 (a)"), Item("7.2.22 (b)"), Item("7.2.22 (a)"))
        );

    private static InMemorySchema Item(string version) =>
        new($"{version}.json", s_dump, ("Namespace", "Qemu"), ("QemuVersion", version));

    private static string Transcript() =>
        """{"QMP": {"version": {"qemu": {"major": 7, "minor": 2, "micro": 22}, "package": "Debian 1:7.2"}}}"""
        + $$"""{"return": {{s_dump}}}""";

    private static IEnumerable<string> FindReleases(params InMemorySchema[] schemas)
    {
        GenerationResult result = Generation.Run(schemas);

        Assert.Equal([], result.Complaints);
        return result
            .Trees.Single(tree => tree.FilePath.EndsWith("Client.g.cs", StringComparison.Ordinal))
            .ToString()
            .Split('\n')
            .Select(line => line.Trim().TrimEnd(','))
            .Where(line => line.StartsWith("new(\"", StringComparison.Ordinal));
    }
}
