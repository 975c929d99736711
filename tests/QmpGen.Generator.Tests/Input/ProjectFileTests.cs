using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Input;
using Xunit;

namespace QmpGen.Generator.Tests.Input;

/// <summary>The project file shows the place of an item.</summary>
public sealed class ProjectFileTests
{
    [Theory]
    [InlineData("schema.json")]
    [InlineData("../dumps/schema.json")]
    [InlineData("$(Root)schema.json")]
    [InlineData("$(Root)/dumps\\schema.json")]
    [InlineData("other.json; dumps/schema.json")]
    [InlineData("dumps/*.json")]
    [InlineData("**/sch*.json")]
    public void Metadata_WithInvalidValue_IsReportedAtItem(string include) =>
        Assert.Equal(
            "/me/user.csproj(4,6): error QMPGEN012",
            Report(
                "",
                "Client=\"1st\"",
                $"""
                <QmpSchema Include="x.json" />
                    <QmpSchema Include="{include}" />
                """
            )
        );

    [Theory]
    [InlineData("$(AllOfThem)", 3)]
    [InlineData("x.json", 3)]
    [InlineData("", 1)]
    public void Item_WithoutOthers_IsPlaceOfAnyFile(string include, int line) =>
        Assert.StartsWith(
            $"/me/user.csproj({line},",
            Report("", "Client=\"1st\"", $"<QmpSchema Include=\"{include}\" />"),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("<QmpSchema Include='dumps/schema.json' Visible='false' Condition='true' Link='x' CLIENT='Vm' />")]
    [InlineData(
        "<QmpSchema Remove='dumps/schema.json' /><QmpSchema Update='x' Docs='y' /><Other Include='x' Comand='' />"
    )]
    [InlineData("<QmpSchema Include='dumps/schema.json'><!-- x --><Commands>*</Commands></QmpSchema>")]
    [InlineData("<QmpSchema Include='dumps/schema.json' xml:space='preserve' xmlns:x='urn:x' x:Comment='y' />")]
    [InlineData("<QmpSchema Include='dumps/schema.json' SubType='x' Generator='x' LastGenOutput='x' DependsOn='x' />")]
    [InlineData("<QmpSchema Include='dumps/schema.json' TargetPath='x' Watch='x' ExcludeFromSingleFile='true' />")]
    [InlineData("<QmpSchema Include='dumps/schema.json' CopyToOutputDirectory='x' CopyToPublishDirectory='x' />")]
    [InlineData("<QmpNames Include='names.json' Pack='true' PackagePath='x' LinkBase='x' DependentUpon='x' />")]
    [InlineData("<")]
    public void Metadata_WithKnownName_CausesNoWarning(string items) => Assert.Equal("", Report("", "", items));

    [Fact]
    public void Pattern_WithoutMatch_IsReportedAtItem() =>
        Assert.Equal(
            "/me/user.csproj(3,6): warning QMPGEN018",
            Report("", "Commands=\"rest goo\"", "<QmpSchema Include='dumps/schema.json' />")
        );

    [Theory]
    [InlineData("\n")]
    [InlineData("\r")]
    [InlineData("\r\n")]
    public void Location_WithAnyLineEnds_CoversName(string lineEnd)
    {
        string text = string.Join(
            lineEnd,
            [
                "<Project>",
                "<ItemGroup>",
                "  <QmpSchema Include='x.json'",
                "    Comand='x' />",
                "</ItemGroup>",
                "</Project>",
            ]
        );
        ProjectFile project = ProjectFile.Read(
            new ItemFile(ItemKinds.Project, "user.csproj", text),
            CancellationToken.None
        );

        SourceLocation item = Assert.Single(project.Items).Location;
        SourceLocation metadata = Assert.Single(project.Problems).Location;

        Assert.Equal("QmpSchema", text[item.Start..item.End]);
        Assert.Equal("user.csproj:3:4", item.ToString());
        Assert.Equal("Comand", text[metadata.Start..metadata.End]);
        Assert.Equal("user.csproj:4:5", metadata.ToString());
    }

    [Fact]
    public void ProjectFile_WithNamespace_IsRead() =>
        Assert.Equal(
            "/me/user.csproj(3,15): warning QMPGEN023",
            Report("xmlns='http://schemas.microsoft.com/developer/msbuild/2003'", "", "<QmpNames Namespaces='x' />")
        );

    /// <summary>Runs the generator and returns the start of its only diagnostic, or an empty text.</summary>
    private static string Report(string attributes, string metadata, string items)
    {
        (string, string)[] option = metadata.Split('=') is [var name, var value] ? [(name, value.Trim('"'))] : [];
        GenerationResult result = Generation.Run(
            new InMemorySchema(
                "/me/dumps/schema.json",
                Schemas.WithMembers("", Schemas.Rest),
                [("Namespace", "Qemu"), ("Item", "/me/user.csproj"), .. option]
            ),
            new InMemorySchema(
                "/me/user.csproj",
                $"<Project {attributes}>\n  <ItemGroup>\n    {items}\n  </ItemGroup>\n</Project>\n",
                ("Kind", "project")
            )
        );
        return result.Messages is [] ? "" : string.Join(':', Assert.Single(result.Messages).Split(':')[..2]);
    }
}
