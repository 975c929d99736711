using System.Text.Json.Nodes;
using QmpGen.Tool.Tests.Harness;
using Xunit;

namespace QmpGen.Tool.Tests.Introspection;

/// <summary>Compares introspected dumps with the replies of QEMU builds from the same source.</summary>
public class CommittedDumpTests
{
    /// <summary>The entities, their order and the order of their keys are the same.</summary>
    [Theory]
    [InlineData("Data/qemu-7.2.22-unmasked.json", "schema/qemu-7.2.json", "Data/names-7.2.22-system.json")]
    [InlineData("Data/qemu-10.0.13-unmasked.json", "schema/qemu-10.0.json", "Data/names-10.0.13-system.json")]
    public void IntrospectedDump_WithoutExtras_MatchesQemuReply(string introspected, string real, string names) =>
        Assert.Equal(
            DumpNormalizer.Unmask(TestFile.Read(real), JsonNode.Parse(TestFile.Read(names))!),
            DumpNormalizer.RemoveExtras(TestFile.Read(introspected))
        );

    [Theory]
    [MemberData(nameof(QemuReleases.Builds), MemberType = typeof(QemuReleases))]
    public void CommittedDump_IsReproducible(string file) =>
        Assert.Equal(TestFile.Read(file), QemuReleases.Introspect(KnownBuild.All.Single(build => build.File == file)));
}
