using System.Text.Json.Nodes;
using QmpGen.Tool.Tests.Harness;
using Xunit;

namespace QmpGen.Tool.Tests;

/// <summary>What we make from the source is what the real QEMU, built from that source, answers.</summary>
public class RealDumpTests
{
    /// <summary>There is no difference to list: entities, their order, and the order of their keys are
    /// QEMU's.</summary>
    [Theory]
    [InlineData("Data/qemu-7.2.22-unmasked.json", "schema/qemu-7.2.json", "Data/names-7.2.22-system.json")]
    [InlineData("Data/qemu-10.0.13-unmasked.json", "schema/qemu-10.0.json", "Data/names-10.0.13-system.json")]
    public void The_dump_is_that_of_the_real_QEMU_but_for_the_names_and_what_we_add(
        string ours,
        string real,
        string names
    ) => Assert.Equal(Masking.Unmask(Read(real), JsonNode.Parse(Read(names))!), Masking.WithoutExtras(Read(ours)));

    [Theory]
    [MemberData(nameof(Releases.Builds), MemberType = typeof(Releases))]
    public void A_committed_dump_is_made_from_the_source_byte_for_byte(string file) =>
        Assert.Equal(Read(file), Releases.Introspect(Build.All.Single(build => build.File == file)));

    [Theory]
    [MemberData(nameof(Releases.Catalogues), MemberType = typeof(Releases))]
    public void A_committed_catalogue_is_made_from_the_source_byte_for_byte(string file) =>
        Assert.Equal(Read(file), Releases.MakeCatalogue(file));

    [Fact]
    public void The_catalogue_is_compact() => Assert.InRange(Read("schema/names.json").Length, 100_000, 250_000);

    /// <summary>What a place says is made of a type, 'since' and 'in' with what follows them, and no other
    /// words.</summary>
    [Fact]
    public void The_catalogue_holds_no_sentence() =>
        Assert.All(
            Texts(JsonNode.Parse(Read("schema/names.json"))!),
            text => Assert.Matches(@"^[\w.\[\]-]*( ?since [\d.]+)?( ?in [\d.,]+)?$", text)
        );

    private static IEnumerable<string> Texts(JsonNode? node) =>
        node switch
        {
            JsonObject item => item.SelectMany(member => Texts(member.Value).Append(member.Key)),
            JsonArray list => list.SelectMany(Texts),
            JsonValue value when value.GetValueKind() == System.Text.Json.JsonValueKind.String => [(string)value!],
            _ => [],
        };

    private static string Read(string path) => File.ReadAllText(Releases.InOutput(path));
}
