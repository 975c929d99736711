using System.Text.Json;
using System.Text.Json.Nodes;
using QmpGen.Tool.Tests.Harness;
using Xunit;

namespace QmpGen.Tool.Tests.Catalogue;

public class CommittedCatalogueTests
{
    [Theory]
    [MemberData(nameof(QemuReleases.Catalogues), MemberType = typeof(QemuReleases))]
    public void CommittedCatalogue_IsReproducible(string file) =>
        Assert.Equal(TestFile.Read(file), QemuReleases.CreateCatalogue(file));

    [Fact]
    public void CommittedCatalogue_IsCompact() =>
        Assert.InRange(TestFile.Read("schema/names.json").Length, 100_000, 250_000);

    /// <summary>QEMU's documentation must not be copied, so only types, versions and releases are allowed.</summary>
    [Fact]
    public void CommittedCatalogue_DoesNotContainSentences() =>
        Assert.All(
            GetTexts(JsonNode.Parse(TestFile.Read("schema/names.json"))!),
            text => Assert.Matches(@"^[\w.\[\]-]*( ?since [\d.]+)?( ?in [\d.,]+)?$", text)
        );

    private static IEnumerable<string> GetTexts(JsonNode? node) =>
        node switch
        {
            JsonObject item => item.SelectMany(member => GetTexts(member.Value).Append(member.Key)),
            JsonArray list => list.SelectMany(GetTexts),
            JsonValue value when value.GetValueKind() == JsonValueKind.String => [(string)value!],
            _ => [],
        };
}
