using System.Text.Json.Nodes;
using QmpGen.Tool.Tests.Harness;
using Xunit;

namespace QmpGen.Tool.Tests;

/// <summary>What we make from the source is what the real QEMU, built from that source, answers.</summary>
public class RealDumpTests
{
    /// <summary>There is no difference to list: entities, their order, and the order of their keys are QEMU's.</summary>
    [Theory]
    [InlineData("Data/qemu-7.2.22-unmasked.json", "schema/qemu-7.2.json", "Data/names-7.2.22-system.json")]
    [InlineData("Data/qemu-10.0.13-unmasked.json", "schema/qemu-10.0.json", "Data/names-10.0.13-system.json")]
    public void TheDumpIsThatOfTheRealQemuButForTheNamesAndWhatWeAdd(string ours, string real, string names) =>
        Assert.Equal(Masking.Unmask(Read(real), JsonNode.Parse(Read(names))!), Masking.WithoutExtras(Read(ours)));

    [Theory]
    [MemberData(nameof(Releases.Builds), MemberType = typeof(Releases))]
    public void ACommittedDumpIsMadeFromTheSourceByteForByte(string file) =>
        Assert.Equal(Read(file), Releases.Introspect(Build.All.Single(build => build.File == file)));

    private static string Read(string path) => File.ReadAllText(Releases.InOutput(path));
}
