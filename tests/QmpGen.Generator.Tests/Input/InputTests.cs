using Xunit;

namespace QmpGen.Generator.Tests.Input;

/// <summary>Problems of one file do not affect others.</summary>
public sealed class InputTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Schema_WithUnreadableFilterFile_IsGeneratedCompletely(bool isListed)
    {
        InMemorySchema schema = InMemorySchema.FromText(
            Schemas.WithMembers("", Schemas.Rest),
            ("Select", "qemu.select"),
            ("Commands", "rest")
        );
        InMemorySchema filter = new("qemu.select", null, ("Kind", "select"));

        GenerationResult result = Generation.Run(isListed ? [schema, filter] : [schema]);

        Assert.Equal("QMPGEN019", Assert.Single(result.Reported).Id);
        Assert.NotNull(result.Find("GoCommand"));
        Assert.NotNull(result.Find("RestCommand"));
    }

    [Fact]
    public void Selection_WhenEmpty_StillGeneratesClient()
    {
        GenerationResult result = Generation.Run(
            InMemorySchema.FromText(Schemas.WithMembers(""), ("Commands", "!*"), ("Events", "!*"))
        );

        Assert.Equal("QMPGEN018", Assert.Single(result.Reported).Id);
        Assert.Equal([], result.Complaints);
        Assert.NotNull(result.Find("QemuClient"));
    }

    [Fact]
    public void DocsFile_WhenInvalid_KeepsDocumentationOfOthers()
    {
        GenerationResult result = Generation.Run(
            Documentation.Documented(Schemas.WithMembers("")),
            new InMemorySchema(
                "other.json",
                Schemas.WithMembers(""),
                ("Namespace", "Other"),
                ("Docs", Documentation.Folder)
            ),
            new InMemorySchema(Documentation.Folder + "broken.json", "{", ("Kind", "docs")),
            Documentation.Source("##\n# @go:\n#\n# Goes.\n##\n{ 'command': 'go' }")
        );

        Assert.Equal("QMPGEN020", Assert.Single(result.Reported).Id);
        Assert.StartsWith("Goes.", Documentation.SummaryOf(result.Find("GoCommand")!), StringComparison.Ordinal);
    }

    [Fact]
    public void NamesFile_WhenInvalid_StillGeneratesBindings()
    {
        GenerationResult result = Generation.Run(
            InMemorySchema.FromText(Schemas.WithMembers("")),
            new InMemorySchema("names.json", "", ("Kind", "names"))
        );

        Assert.Equal("QMPGEN015", Assert.Single(result.Reported).Id);
        Assert.NotNull(result.Find("GoCommand"));
    }
}
