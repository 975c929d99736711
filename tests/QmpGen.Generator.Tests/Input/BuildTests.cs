using QmpGen.Tests.Builds;
using Xunit;

namespace QmpGen.Generator.Tests.Input;

/// <summary>MSBuild passes items and files to the generator, in real builds.</summary>
public sealed class BuildTests
{
    private const string Item = """<QmpSchema Include="schema.json" Namespace="Qemu" />""";

    private static readonly string s_selectable = Schemas.Create(
        """{"name": "query-status", "meta-type": "command", "arg-type": "0", "ret-type": "0"}""",
        """{"name": "query-block", "meta-type": "command", "arg-type": "0", "ret-type": "0"}""",
        """{"name": "query-new", "meta-type": "command", "arg-type": "0", "ret-type": "0", "features": ["unstable"]}""",
        """{"name": "blockdev-add", "meta-type": "command", "arg-type": "0", "ret-type": "0"}""",
        """{"name": "STOP", "meta-type": "event", "arg-type": "0"}"""
    );

    [Fact]
    public async Task Schema_WhenEdited_ChangesBindingsInNextBuild()
    {
        using GeneratorConsumerProject project = new(Item);
        project.Write("User.cs", "class User { Qemu.GoCommand Go => new(); }");
        project.Write("schema.json", Schemas.WithMembers(""));
        await AssertBuildsAsync(project);

        project.Write("schema.json", Schemas.WithMembers("").Replace("\"go\"", "\"went\"", StringComparison.Ordinal));
        await AssertFailsAsync(project, "User.cs(1,19): error CS0234", "'GoCommand'");

        project.Write("User.cs", "class User { Qemu.WentCommand Go => new(); }");
        await AssertBuildsAsync(project);
    }

    [Fact]
    public async Task Metadata_OfItem_ReachesGenerator()
    {
        using GeneratorConsumerProject project = new(
            """
            <QmpSchema Include="schema.json" Namespace="My.Machines" Client="Vm" Accessibility="public" Directions="both"
                       QemuVersion="9.1.0" />
            """
        );
        project.Write("schema.json", Schemas.WithMembers(""));
        project.Write(
            "User.cs",
            """
            using My.Machines;
            public class User
            {
                public Vm? Client { get; }
                public QmpGen.CodeGeneration.IQmpReadable<GoCommand> Both => new GoCommand();
            }
            """
        );

        await AssertBuildsAsync(project);
    }

    [Fact]
    public async Task Build_WithMissingSchema_StopsWithOneError()
    {
        using GeneratorConsumerProject project = new(Item);
        project.Write("User.cs", "class User { Qemu.GoCommand Go => new(); }");

        await AssertFailsAsync(project, "user.csproj : error QMPGEN001", "'schema.json'");
    }

    [Fact]
    public async Task Build_WithSchemaListedTwice_StopsWithOneError()
    {
        using GeneratorConsumerProject project = new(
            """
            <QmpSchema Include="schema.json" Namespace="One" />
            <QmpSchema Include="./schema.json" Namespace="Two" />
            """
        );
        project.Write("schema.json", Schemas.WithMembers(""));

        await AssertFailsAsync(project, "user.csproj : error QMPGEN010", "schema.json'");
    }

    [Fact]
    public async Task Build_WithInvalidSchema_ReportsLineAndColumn()
    {
        using GeneratorConsumerProject project = new(Item);
        project.Write("schema.json", "[\n  {\"name\": \"x\" \"meta-type\": \"enum\"}\n]");

        await AssertFailsAsync(project, "schema.json(2,16): error QMPGEN002", "'}'");
    }

    [Fact]
    public async Task Code_UsingInvalidSchema_CausesOneCompilerError()
    {
        using GeneratorConsumerProject project = new(Item);
        project.Write("schema.json", "[{");
        project.Write(
            "User.cs",
            """
            using Qemu;
            class User
            {
                async System.Threading.Tasks.Task Go()
                {
                    await using QemuClient vm = await QemuClient.ConnectAsync("unix:/x");
                    StatusInfo status = await vm.QueryStatusAsync();
                    await vm.StopAsync();
                }
            }
            """
        );

        AssertMessages(
            (await project.BuildAsync()).Messages,
            ("schema.json(1,3): error QMPGEN002", "line 1, column 2"),
            ("User.cs(1,7): error CS0246", "'Qemu'")
        );
    }

    [Fact]
    public async Task Generator_InCompilerProcess_CreatesSameFilesAsInTest()
    {
        using GeneratorConsumerProject project = new(Item);
        string dump = Dumps.Read("qemu-7.2.json");
        project.Write("schema.json", dump);
        await AssertBuildsAsync(project, "-p:EmitCompilerGeneratedFiles=true");

        const string Folder = "obj/Debug/net10.0/generated/QmpGen.Generator/QmpGen.Generator.QmpSchemaGenerator";
        Assert.All(
            Generation.Run(InMemorySchema.FromText(dump)).Trees,
            tree => Assert.Equal(tree.ToString(), project.Read($"{Folder}/{Path.GetFileName(tree.FilePath)}"))
        );
    }

    [Fact]
    public async Task NamesFile_InProject_ReachesGenerator()
    {
        using GeneratorConsumerProject project = new(Item + """<QmpNames Include="names.json" />""");
        project.Write(
            "schema.json",
            Schemas.WithMembers(
                """{"name": "x", "type": "7"}""",
                """{"name": "7", "meta-type": "enum", "values": ["a"]}"""
            )
        );
        project.Write("User.cs", "class User { Qemu.Ours A => Qemu.Ours.A; }");
        await AssertFailsAsync(project, "user.csproj : error QMPGEN015", "'names.json'");

        project.Write(
            "names.json",
            """
            {"releases": ["1"],
             "commands": {"go": {"arguments": "Args"}},
             "types": {"Args": {"members": {"x": "Ours"}}, "Ours": {"values": {"a": ""}}}}
            """
        );
        await AssertBuildsAsync(project);
    }

    [Theory]
    [InlineData("qemu/qapi")]
    [InlineData("./qemu/")]
    public async Task DocsFolder_InMetadata_ReachesGenerator(string folder)
    {
        using GeneratorConsumerProject project = new(
            $"""
            <QmpSchema Include="schema.json" Namespace="Qemu" Accessibility="public" Docs="{folder}" />
            <QmpSchema Include="other.json" Namespace="Other" Docs="$(MSBuildProjectDirectory)/qemu/qapi/" />
            </ItemGroup>
            <PropertyGroup><DocumentationFile>user.xml</DocumentationFile></PropertyGroup>
            <ItemGroup>
            """
        );
        project.Write("schema.json", Schemas.WithMembers(""));
        project.Write("other.json", Schemas.WithMembers(""));
        project.Write("qemu/qapi/qapi-schema.json", "{ 'include': 'deeper/go.json' }");
        project.Write("qemu/qapi/deeper/go.json", "##\n# @go:\n#\n# Goes to a place.\n##\n{ 'command': 'go' }\n");
        project.Write("qemu/tests/broken.json", "{");

        await AssertBuildsAsync(project);
        Assert.Contains("Goes to a place.", project.Read("user.xml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_WithMissingDocsFolder_StopsWithOneError()
    {
        using GeneratorConsumerProject project = new(
            """
            <QmpSchema Include="schema.json" Namespace="Qemu" Docs="qapi" />
            <QmpSchema Include="other.json" Namespace="Other" Docs="qapi/" />
            """
        );
        project.Write("schema.json", Schemas.WithMembers(""));
        project.Write("other.json", Schemas.WithMembers(""));

        await AssertFailsAsync(project, "user.csproj : error QMPGEN020", "'qapi/'");
    }

    [Fact]
    public async Task Patterns_WithLineBreaksAndSemicolons_ReachGenerator()
    {
        using GeneratorConsumerProject project = new(
            """
            <QmpSchema Include="schema.json" Namespace="Qemu" Events="!*;STOP" Without="unstable;deprecated">
              <Commands>
                query-*
                blockdev-add; !query-block
              </Commands>
            </QmpSchema>
            """
        );
        project.Write("schema.json", s_selectable);
        project.Write(
            "User.cs",
            "class User { Qemu.QueryStatusCommand? Status { get; } Qemu.BlockdevAddCommand? Add { get; } }"
        );
        await AssertBuildsAsync(project);

        project.Write(
            "User.cs",
            """
            class User
            {
                Qemu.QueryBlockCommand? Block { get; }
                Qemu.StopEvent? Stopped { get; }
                Qemu.QueryNewCommand? New { get; }
            }
            """
        );
        AssertMessages(
            (await project.BuildAsync()).Messages,
            ("User.cs(3,10): error CS0234", "'QueryBlockCommand'"),
            ("User.cs(4,10): error CS0234", "'StopEvent'"),
            ("User.cs(5,10): error CS0234", "'QueryNewCommand'")
        );
    }

    [Fact]
    public async Task FilterFile_AfterEachChange_ReachesGenerator()
    {
        using GeneratorConsumerProject project = new(
            """
            <QmpSchema Include="schema.json" Namespace="Qemu" Select="select/qemu.txt" />
            <QmpSchema Include="other.json" Namespace="Other" Select="select/qemu.txt" />
            """
        );
        project.Write("schema.json", s_selectable);
        project.Write("other.json", s_selectable);
        project.Write(
            "User.cs",
            "class User { Qemu.QueryStatusCommand? Status { get; } Other.StopEvent? Stopped { get; } }"
        );
        await AssertFailsAsync(project, "user.csproj : error QMPGEN019", "'select/qemu.txt'");

        project.Write("select/qemu.txt", "# what we call\nquery-*\nSTOP\n");
        await AssertBuildsAsync(project);

        project.Write("select/qemu.txt", "# what we call\nquery-statu\nquery-block\n");
        AssertMessages(
            (await project.BuildAsync()).Messages.Order(StringComparer.OrdinalIgnoreCase),
            ("select/qemu.txt(2,1): warning QMPGEN018", "'other.json'"),
            ("select/qemu.txt(2,1): warning QMPGEN018", "'schema.json'"),
            ("User.cs(1,19): error CS0234", "'QueryStatusCommand'"),
            ("User.cs(1,61): error CS0234", "'StopEvent'")
        );
    }

    [Fact]
    public async Task UnmatchedPattern_OfItem_IsReportedAtProject()
    {
        using GeneratorConsumerProject project = new(
            """<QmpSchema Include="schema.json" Namespace="Qemu" Commands="query-statu" />"""
        );
        project.Write("schema.json", s_selectable);

        await AssertFailsAsync(project, "user.csproj(10,6): warning QMPGEN018", "'query-statu'");
    }

    [Fact]
    public async Task Metadata_WithMisspeltName_IsReportedAtPlace()
    {
        using GeneratorConsumerProject project = new(
            """<QmpSchema Include="schema.json" Namespace="Qemu" Command="query-name" />"""
        );
        project.Write("schema.json", s_selectable);

        await AssertFailsAsync(project, "user.csproj(10,55): warning QMPGEN023", "'Commands'");
    }

    [Fact]
    public async Task Project_WithoutSchema_Builds()
    {
        using GeneratorConsumerProject project = new("");
        project.Write("User.cs", "class User;");

        await AssertBuildsAsync(project);
    }

    [Fact]
    public async Task Build_WithOldLanguageVersion_ReportsIt()
    {
        using GeneratorConsumerProject project = new(
            $"""
            </ItemGroup>
            <PropertyGroup><LangVersion>12</LangVersion></PropertyGroup>
            <ItemGroup>
            {Item}
            """
        );
        project.Write("schema.json", Schemas.WithMembers(""));

        await AssertFailsAsync(project, "schema.json(1,1): error QMPGEN013", "C# 12.0");
    }

    [Fact]
    public async Task Project_WithoutRuntime_FailsWithOneError()
    {
        using GeneratorConsumerProject project = new(Item, runtime: false);
        project.Write("schema.json", Schemas.WithMembers(""));
        project.Write("User.cs", "class User { Qemu.GoCommand Go => new(); }");

        await AssertFailsAsync(project, "user.csproj : error QMPGEN021", "QmpGen");
    }

    [Fact]
    public async Task Project_WithoutGenerator_FailsWithOneError()
    {
        using GeneratorConsumerProject project = new(Item, generator: false);
        project.Write("schema.json", Schemas.WithMembers(""));
        project.Write("User.cs", "class User { Qemu.GoCommand Go => new(); }");

        await AssertFailsAsync(project, "user.csproj : error QMPGEN022", "QmpGen.Generator");
    }

    [Fact]
    public async Task DesignTimeBuild_WithoutReferences_Succeeds()
    {
        using GeneratorConsumerProject project = new(Item, runtime: false, generator: false);
        project.Write("schema.json", Schemas.WithMembers(""));

        await AssertBuildsAsync(
            project,
            "-target:Compile",
            "-property:DesignTimeBuild=true",
            "-property:SkipCompilerExecution=true"
        );
    }

    private static async Task AssertBuildsAsync(TemporaryProject project, params string[] options) =>
        (await project.BuildAsync(options)).AssertSuccess();

    private static async Task AssertFailsAsync(TemporaryProject project, string start, string argument) =>
        AssertMessages((await project.BuildAsync()).Messages, (start, argument));

    private static void AssertMessages(
        IEnumerable<string> messages,
        params (string Start, string Argument)[] expected
    ) =>
        Assert.Collection(
            messages,
            [
                .. expected.Select(item =>
                    (Action<string>)(
                        message =>
                        {
                            Assert.StartsWith(item.Start, message, StringComparison.Ordinal);
                            Assert.Contains(item.Argument, message, StringComparison.Ordinal);
                        }
                    )
                ),
            ]
        );
}
