using Xunit;

namespace QmpGen.Generator.Tests;

/// <summary>The way from a QmpSchema item through MSBuild to the generator, in real builds.</summary>
public sealed class BuildTests
{
    private const string Item = """<QmpSchema Include="schema.json" Namespace="Qemu" />""";

    private static readonly string s_selectable = Schemas.Of(
        """{"name": "query-status", "meta-type": "command", "arg-type": "0", "ret-type": "0"}""",
        """{"name": "query-block", "meta-type": "command", "arg-type": "0", "ret-type": "0"}""",
        """{"name": "query-new", "meta-type": "command", "arg-type": "0", "ret-type": "0", "features": ["unstable"]}""",
        """{"name": "blockdev-add", "meta-type": "command", "arg-type": "0", "ret-type": "0"}""",
        """{"name": "STOP", "meta-type": "event", "arg-type": "0"}"""
    );

    [Fact]
    public async Task Editing_the_schema_changes_the_bindings_at_the_next_build()
    {
        using TemporaryProject project = new(Item);
        project.Write("User.cs", "class User { Qemu.GoCommand Go => new(); }");
        project.Write("schema.json", Schemas.WithMembers(""));
        Assert.Equal([], await project.BuildAsync());

        project.Write("schema.json", Schemas.WithMembers("").Replace("\"go\"", "\"went\"", StringComparison.Ordinal));
        Assert.Equal(
            [
                "User.cs(1,19): error CS0234: The type or namespace name 'GoCommand' does not exist in the namespace 'Qemu' (are you missing an assembly reference?)",
            ],
            await project.BuildAsync()
        );

        project.Write("User.cs", "class User { Qemu.WentCommand Go => new(); }");
        Assert.Equal([], await project.BuildAsync());
    }

    [Fact]
    public async Task The_metadata_of_the_item_reaches_the_generator()
    {
        using TemporaryProject project = new(
            """<QmpSchema Include="schema.json" Namespace="My.Machines" Client="Vm" Accessibility="public" Directions="both" QemuVersion="9.1.0" />"""
        );
        project.Write("schema.json", Schemas.WithMembers(""));
        project.Write(
            "User.cs",
            "public class User { public My.Machines.Vm? Client { get; } public QmpGen.CodeGeneration.IQmpReadable<My.Machines.GoCommand> Both => new My.Machines.GoCommand(); }"
        );

        Assert.Equal([], await project.BuildAsync());
    }

    [Fact]
    public async Task A_schema_that_is_not_there_stops_the_build_with_one_message()
    {
        using TemporaryProject project = new(Item);
        project.Write("User.cs", "class User { Qemu.GoCommand Go => new(); }");

        Assert.Equal(
            [
                "user.csproj : error QMPGEN001: The schema file 'schema.json' does not exist. Check the path in the QmpSchema item; the README says how to make a dump.",
            ],
            await project.BuildAsync()
        );
    }

    [Fact]
    public async Task A_schema_that_is_listed_twice_stops_the_build_with_one_message()
    {
        using TemporaryProject project = new(
            """<QmpSchema Include="schema.json" Namespace="One" /><QmpSchema Include="./schema.json" Namespace="Two" />"""
        );
        project.Write("schema.json", Schemas.WithMembers(""));

        Assert.Equal(
            [
                "user.csproj : error QMPGEN010: The schema file 'schema.json' is listed twice. Remove one of the QmpSchema items; for two namespaces, copy the file.",
            ],
            await project.BuildAsync()
        );
    }

    [Fact]
    public async Task A_broken_schema_is_named_with_its_line_and_column()
    {
        using TemporaryProject project = new(Item);
        project.Write("schema.json", "[\n  {\"name\": \"x\" \"meta-type\": \"enum\"}\n]");

        Assert.Equal(
            [
                "schema.json(2,16): error QMPGEN002: The schema file is not JSON: '}' or ',' after a member is expected here. Dump the schema again with query-qmp-schema.",
            ],
            await project.BuildAsync()
        );
    }

    [Fact]
    public async Task Where_nothing_can_be_read_the_compiler_complains_of_the_namespace_alone()
    {
        using TemporaryProject project = new(Item);
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

        Assert.Equal(
            [
                "schema.json(1,3): error QMPGEN002: The schema file is not JSON: the text ends in the middle of a value that begins at line 1, column 2: the file is cut off. Dump the schema again with query-qmp-schema.",
                "User.cs(1,7): error CS0246: The type or namespace name 'Qemu' could not be found (are you missing a using directive or an assembly reference?)",
            ],
            await project.BuildAsync()
        );
    }

    [Fact]
    public async Task The_compilers_process_makes_the_same_files_as_this_one()
    {
        using TemporaryProject project = new(Item);
        string dump = Dumps.Read("qemu-7.2.json");
        project.Write("schema.json", dump);
        Assert.Equal([], await project.BuildAsync("-p:EmitCompilerGeneratedFiles=true"));

        Assert.All(
            Generation.Run(InMemorySchema.Of(dump)).Trees,
            tree =>
                Assert.Equal(
                    tree.ToString(),
                    project.Read(
                        $"obj/Debug/net10.0/generated/QmpGen.Generator/QmpGen.Generator.QmpSchemaGenerator/{Path.GetFileName(tree.FilePath)}"
                    )
                )
        );
    }

    [Fact]
    public async Task A_catalogue_of_the_projects_own_reaches_the_generator()
    {
        using TemporaryProject project = new(Item + """<QmpNames Include="names.json" />""");
        project.Write(
            "schema.json",
            Schemas.WithMembers(
                """{"name": "x", "type": "7"}""",
                """{"name": "7", "meta-type": "enum", "values": ["a"]}"""
            )
        );
        project.Write("User.cs", "class User { Qemu.Ours A => Qemu.Ours.A; }");
        Assert.Equal(
            [
                "user.csproj : error QMPGEN015: The file of names 'names.json' does not exist. Check the path in the QmpNames item; 'qmpgen names' makes one.",
            ],
            await project.BuildAsync()
        );

        project.Write(
            "names.json",
            """{"releases": ["1"], "commands": {"go": {"arguments": "Args"}}, "types": {"Args": {"members": {"x": "Ours"}}, "Ours": {"values": {"a": ""}}}}"""
        );
        Assert.Equal([], await project.BuildAsync());
    }

    [Theory]
    [InlineData("qemu/qapi")]
    [InlineData("./qemu/")]
    public async Task QEMUs_source_on_the_users_disk_reaches_the_generator(string folder)
    {
        using TemporaryProject project = new(
            $"""
            <QmpSchema Include="schema.json" Namespace="Qemu" Accessibility="public" Docs="{folder}" />
            <QmpSchema Include="other.json" Namespace="Other" Docs="$(MSBuildProjectDirectory)/qemu/qapi/" />
            </ItemGroup><PropertyGroup><DocumentationFile>user.xml</DocumentationFile></PropertyGroup><ItemGroup>
            """
        );
        project.Write("schema.json", Schemas.WithMembers(""));
        project.Write("other.json", Schemas.WithMembers(""));
        project.Write("qemu/qapi/qapi-schema.json", "{ 'include': 'deeper/go.json' }");
        project.Write("qemu/qapi/deeper/go.json", "##\n# @go:\n#\n# Goes to a place.\n##\n{ 'command': 'go' }\n");
        project.Write("qemu/tests/broken.json", "{");

        Assert.Equal([], await project.BuildAsync());
        Assert.Contains("Goes to a place.", project.Read("user.xml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_QEMUs_source_stops_the_build_with_one_message()
    {
        using TemporaryProject project = new(
            """<QmpSchema Include="schema.json" Namespace="Qemu" Docs="qapi" /><QmpSchema Include="other.json" Namespace="Other" Docs="qapi/" />"""
        );
        project.Write("schema.json", Schemas.WithMembers(""));
        project.Write("other.json", Schemas.WithMembers(""));

        Assert.Equal(
            [
                "user.csproj : error QMPGEN020: The folder 'qapi/' does not exist or has no .json file. Name with Docs the folder 'qapi' or 'qga' of QEMU's source, or the one above.",
            ],
            await project.BuildAsync()
        );
    }

    [Fact]
    public async Task Patterns_of_the_item_reach_the_generator_on_several_lines_and_with_semicolons()
    {
        using TemporaryProject project = new(
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
        Assert.Equal([], await project.BuildAsync());

        project.Write(
            "User.cs",
            "class User { Qemu.QueryBlockCommand? Block { get; } Qemu.StopEvent? Stopped { get; } Qemu.QueryNewCommand? New { get; } }"
        );
        Assert.Equal(
            ["QueryBlockCommand", "StopEvent", "QueryNewCommand"],
            (await project.BuildAsync()).Select(message => message.Split('\'')[1])
        );
    }

    [Fact]
    public async Task A_file_of_patterns_reaches_the_generator_and_every_change_of_it()
    {
        using TemporaryProject project = new(
            """<QmpSchema Include="schema.json" Namespace="Qemu" Select="select/qemu.txt" /><QmpSchema Include="other.json" Namespace="Other" Select="select/qemu.txt" />"""
        );
        project.Write("schema.json", s_selectable);
        project.Write("other.json", s_selectable);
        project.Write(
            "User.cs",
            "class User { Qemu.QueryStatusCommand? Status { get; } Other.StopEvent? Stopped { get; } }"
        );
        Assert.Equal(
            [
                "user.csproj : error QMPGEN019: The file of patterns 'select/qemu.txt' does not exist. Check the Select of the QmpSchema item; it has one pattern a line, such as query-*.",
            ],
            await project.BuildAsync()
        );

        project.Write("select/qemu.txt", "# what we call\nquery-*\nSTOP\n");
        Assert.Equal([], await project.BuildAsync());

        project.Write("select/qemu.txt", "# what we call\nquery-statu\nquery-block\n");
        Assert.Equal(
            [
                "select/qemu.txt(2,1): warning QMPGEN018: The selection of 'other.json' has the pattern 'query-statu', which matches neither a command nor an event. Did you mean 'query-status'?",
                "select/qemu.txt(2,1): warning QMPGEN018: The selection of 'schema.json' has the pattern 'query-statu', which matches neither a command nor an event. Did you mean 'query-status'?",
                "User.cs(1,19): error CS0234: The type or namespace name 'QueryStatusCommand' does not exist in the namespace 'Qemu' (are you missing an assembly reference?)",
                "User.cs(1,61): error CS0234: The type or namespace name 'StopEvent' does not exist in the namespace 'Other' (are you missing an assembly reference?)",
            ],
            (await project.BuildAsync()).Order(StringComparer.InvariantCultureIgnoreCase)
        );
    }

    [Fact]
    public async Task A_pattern_of_the_item_that_matches_nothing_is_said_of_the_project_that_has_it()
    {
        using TemporaryProject project = new(
            """<QmpSchema Include="schema.json" Namespace="Qemu" Commands="query-statu" />"""
        );
        project.Write("schema.json", s_selectable);

        Assert.Equal(
            [
                "user.csproj(1,1): warning QMPGEN018: The selection of 'schema.json' has the pattern 'query-statu', which matches no command. Did you mean 'query-status'?",
            ],
            await project.BuildAsync()
        );
    }

    [Fact]
    public async Task A_project_without_a_schema_builds_as_ever()
    {
        using TemporaryProject project = new("");
        project.Write("User.cs", "class User;");

        Assert.Equal([], await project.BuildAsync());
    }

    [Fact]
    public async Task An_old_language_version_is_named()
    {
        using TemporaryProject project = new(
            """</ItemGroup><PropertyGroup><LangVersion>12</LangVersion></PropertyGroup><ItemGroup>""" + Item
        );
        project.Write("schema.json", Schemas.WithMembers(""));

        Assert.Equal(
            [
                "schema.json(1,1): error QMPGEN013: The bindings need C# 14 or newer, and this project is compiled as C# 12.0. Target net10.0 or newer, and remove a LangVersion below 14 from the project.",
            ],
            await project.BuildAsync()
        );
    }

    [Fact]
    public async Task A_project_without_the_runtime_is_told_so_and_nothing_else()
    {
        using TemporaryProject project = new(Item, runtime: false);
        project.Write("schema.json", Schemas.WithMembers(""));
        project.Write("User.cs", "class User { Qemu.GoCommand Go => new(); }");

        Assert.Equal(
            [
                "user.csproj : error QMPGEN021: The project has QmpSchema items and does not reference the runtime that their bindings need. Reference the package QmpGen in this project, without leaving out its assets; where its source is at hand, the project QmpGen.",
            ],
            await project.BuildAsync()
        );
    }

    [Fact]
    public async Task A_project_without_the_generator_is_told_so_and_nothing_else()
    {
        using TemporaryProject project = new(Item, generator: false);
        project.Write("schema.json", Schemas.WithMembers(""));
        project.Write("User.cs", "class User { Qemu.GoCommand Go => new(); }");

        Assert.Equal(
            [
                "user.csproj : error QMPGEN022: The project has QmpSchema items, and the generator that reads them is not among its analyzers. Reference the package QmpGen in this project, without leaving out its assets; where its source is at hand, the project QmpGen.Generator with OutputItemType=\"Analyzer\".",
            ],
            await project.BuildAsync()
        );
    }

    [Fact]
    public async Task An_editor_that_asks_for_a_compilation_before_the_references_are_there_gets_it()
    {
        using TemporaryProject project = new(Item, runtime: false, generator: false);
        project.Write("schema.json", Schemas.WithMembers(""));

        Assert.Equal(
            [],
            await project.BuildAsync(
                "-target:Compile",
                "-property:DesignTimeBuild=true",
                "-property:SkipCompilerExecution=true"
            )
        );
    }
}
