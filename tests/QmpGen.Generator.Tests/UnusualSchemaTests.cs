using Microsoft.CodeAnalysis;
using Xunit;

namespace QmpGen.Generator.Tests;

/// <summary>Valid schemas that do not occur in real dumps.</summary>
public sealed class UnusualSchemaTests
{
    [Fact]
    public async Task Names_WithDownstreamPrefix_LoseItsPunctuation()
    {
        GenerationResult result = await GenerateAsync(
            Schemas.Create(
                """{"name": "__org.example_do-it", "meta-type": "command", "arg-type": "1", "ret-type": "0"}""",
                """{"name": "__ORG.EXAMPLE_DONE", "meta-type": "event", "arg-type": "0"}""",
                """{"name": "1", "meta-type": "object", "members": [{"name": "__org.example_what", "type": "str"}, {"name": "2nd", "type": "int"}]}"""
            )
        );

        Assert.Equal(["OrgExampleWhat", "_2nd"], Properties(result, "OrgExampleDoItCommand"));
        Assert.NotNull(result.Find("OrgExampleDoneEvent"));
        Assert.Single(result.Find("QemuClient")!.GetMembers("OrgExampleDoItAsync"));
    }

    [Fact]
    public async Task Members_NamedLikeGeneratedOnes_GetSuffix()
    {
        GenerationResult result = await GenerateAsync(
            Schemas.WithMembers(
                """
                {"name": "wire-name", "type": "str"}, {"name": "features", "type": "str"}, {"name": "allow-oob", "type": "bool"},
                {"name": "extra-arguments", "type": "str"}, {"name": "equals", "type": "str"}, {"name": "get-hash-code", "type": "str"},
                {"name": "clone", "type": "str"}, {"name": "to-string", "type": "str"}, {"name": "equality-contract", "type": "str"},
                {"name": "print-members", "type": "str"}, {"name": "go-command", "type": "str"}, {"name": "name", "type": "str"},
                {"name": "cancellation-token", "type": "str"}, {"name": "out-of-band", "type": "bool"}, {"name": "class", "type": "str"}
                """
            )
        );

        Assert.Equal(
            [
                "WireNameValue",
                "FeaturesValue",
                "AllowOobValue",
                "ExtraArgumentsValue",
                "EqualsValue",
                "GetHashCodeValue",
                "CloneValue",
                "ToStringValue",
                "EqualityContractValue",
                "PrintMembersValue",
                "GoCommandValue",
                "Name",
                "CancellationToken",
                "OutOfBand",
                "Class",
            ],
            Properties(result, "GoCommand")
        );
    }

    [Fact]
    public async Task Names_WithSamePascalCase_GetNumberOrSuffix()
    {
        GenerationResult result = await GenerateAsync(
            Schemas.Create(
                """{"name": "do-it", "meta-type": "command", "arg-type": "1", "ret-type": "0"}""",
                """{"name": "do_it", "meta-type": "command", "arg-type": "0", "ret-type": "0"}""",
                """{"name": "1", "meta-type": "object", "members": [{"name": "a_b", "type": "str"}, {"name": "a-b", "type": "str"}, {"name": "mode", "type": "2"}]}""",
                """{"name": "2", "meta-type": "enum", "values": ["x", "X", "1-1", "11", "1.1", "none", ""]}"""
            ),
            collisions: 4
        );

        // The order of the wire names decides, not the order of the schema.
        Assert.Equal(["ABValue", "AB", "Mode"], Properties(result, "DoItCommand"));
        Assert.NotNull(result.Find("DoItCommand2"));
        Assert.Equal(
            ["X2", "X", "_1_1", "_11", "_1_12", "None", "_"],
            result.Find("DoItMode")!.GetMembers().OfType<IFieldSymbol>().Select(field => field.Name)
        );
    }

    [Fact]
    public async Task UnionBranches_NamedLikeOtherMembers_GetSuffix()
    {
        GenerationResult result = await GenerateAsync(
            Schemas.Create(
                """{"name": "go", "meta-type": "command", "arg-type": "20", "ret-type": "21"}""",
                """{"name": "21", "meta-type": "object", "members": [{"name": "all", "type": "20"}]}""",
                """
                {"name": "20", "meta-type": "object", "tag": "type", "members": [{"name": "type", "type": "22"}, {"name": "file", "type": "str"}],
                 "variants": [{"case": "file", "type": "23"}, {"case": "type", "type": "23"}, {"case": "go-arguments", "type": "23"}, {"case": "unknown-branch", "type": "23"},
                              {"case": "clone", "type": "0"}, {"case": "inner", "type": "24"}]}
                """,
                """{"name": "22", "meta-type": "enum", "values": ["file", "type", "go-arguments", "unknown-branch", "clone", "inner"]}""",
                """{"name": "23", "meta-type": "object", "members": [{"name": "clone", "type": "str"}, {"name": "inner", "type": "str"}, {"name": "type-x", "type": "str"}]}""",
                """
                {"name": "24", "meta-type": "object", "tag": "kind", "members": [{"name": "kind", "type": "25"}],
                 "variants": [{"case": "inner", "type": "23"}, {"case": "file", "type": "0"}, {"case": "type", "type": "0"}]}
                """,
                """{"name": "25", "meta-type": "enum", "values": ["inner", "file", "type"]}"""
            )
        );

        INamedTypeSymbol union = result.Find("GoArguments")!;
        Assert.Equal(["TypeValue", "FileValue"], Properties(union));
        Assert.Equal(
            ["File", "Type", "GoArgumentsBranch", "UnknownBranchBranch", "CloneBranch", "Inner", "UnknownBranch"],
            union.GetTypeMembers().Select(type => type.Name)
        );
        Assert.Contains(
            "InnerBranch",
            union.GetTypeMembers("Inner").Single().GetTypeMembers().Select(type => type.Name)
        );
    }

    [Theory]
    [InlineData("json")]
    [InlineData("unknown-branch")]
    [InlineData("write-branch")]
    public Task UnionParts_NamedLikeGeneratedOnes_Compile(string name) =>
        GenerateAsync(
            Schemas.Create([
                .. new[]
                {
                    """{"name": "go", "meta-type": "command", "arg-type": "0", "ret-type": "u"}""",
                    """{"name": "come", "meta-type": "command", "arg-type": "0", "ret-type": "v"}""",
                    """{"name": "stay", "meta-type": "command", "arg-type": "0", "ret-type": "w"}""",
                    """{"name": "u", "meta-type": "object", "tag": "type", "members": [{"name": "type", "type": "t"}], "variants": [{"case": "json", "type": "0"}]}""",
                    """{"name": "v", "meta-type": "object", "tag": "type", "members": [{"name": "type", "type": "t"}, {"name": "json", "type": "str"}], "variants": []}""",
                    """{"name": "w", "meta-type": "object", "tag": "json", "members": [{"name": "json", "type": "t"}], "variants": [{"case": "json", "type": "x"}]}""",
                    """{"name": "x", "meta-type": "object", "members": [{"name": "json2", "type": "str"}]}""",
                    """{"name": "t", "meta-type": "enum", "values": ["json"]}""",
                }.Select(entity => entity.Replace("json", name, StringComparison.Ordinal)),
            ])
        );

    [Theory]
    [InlineData("unknown", "branch")]
    [InlineData("write", "branch")]
    [InlineData("print", "members")]
    [InlineData("to", "string")]
    [InlineData("get-hash", "code")]
    [InlineData("equality", "contract")]
    [InlineData("get", "enumerator")]
    [InlineData("cre", "ate")]
    public async Task Type_WithPathOfGeneratedMember_Compiles(string command, string member)
    {
        string[] types =
        [
            """{"name": "x", "meta-type": "object", "tag": "kind", "members": [{"name": "kind", "type": "e"}], "variants": []}""",
            """{"name": "x", "meta-type": "object", "members": [{"name": "kind", "type": "e"}]}""",
            """{"name": "x", "meta-type": "alternate", "members": [{"type": "[str]"}, {"type": "0"}]}""",
            """{"name": "x", "meta-type": "enum", "values": ["a"]}""",
        ];
        foreach (string type in types)
        {
            await GenerateAsync(
                Schemas.Create(
                    $$"""{"name": "{{command}}", "meta-type": "command", "arg-type": "1", "ret-type": "0"}""",
                    $$"""{"name": "1", "meta-type": "object", "members": [{"name": "{{member}}", "type": "x"}]}""",
                    type,
                    """{"name": "e", "meta-type": "enum", "values": ["a"]}""",
                    """{"name": "[str]", "meta-type": "array", "element-type": "str"}"""
                )
            );
        }
    }

    [Fact]
    public async Task Type_NamedLikeEnumExtensions_RenamesEnum()
    {
        GenerationResult result = await GenerateAsync(
            Schemas.Create(
                """{"name": "foo", "meta-type": "command", "arg-type": "1", "ret-type": "0"}""",
                """{"name": "1", "meta-type": "object", "members": [{"name": "b", "type": "10"}, {"name": "b-c-extensions", "type": "11"}]}""",
                """{"name": "10", "meta-type": "object", "members": [{"name": "c", "type": "12"}]}""",
                """{"name": "11", "meta-type": "object", "members": [{"name": "d", "type": "str"}]}""",
                """{"name": "12", "meta-type": "enum", "values": ["a"]}"""
            )
        );

        Assert.Equal(TypeKind.Enum, result.Find("FooBC2")!.TypeKind);
        Assert.NotNull(result.Find("FooBCExtensions"));
    }

    [Theory]
    [InlineData("GoXExtensions")]
    [InlineData("GoAsync")]
    [InlineData("ReadEvent")]
    [InlineData("GoCommand")]
    [InlineData("QmpClient")]
    public void Client_NamedLikeOtherType_Compiles(string client)
    {
        GenerationResult result = Generation.Run(
            InMemorySchema.FromText(
                Schemas.WithMembers(
                    """{"name": "x", "type": "e"}""",
                    """{"name": "e", "meta-type": "enum", "values": ["a"]}"""
                ),
                ("Client", client)
            )
        );

        Assert.Equal([], result.Messages);
        Assert.Equal([], result.Complaints);
    }

    [Fact]
    public Task Names_WithUnusualCharacters_Compile() =>
        GenerateAsync(
            Schemas.WithMembers(
                """{"name": "<&\"\\>", "type": "e"}, {"name": "größe", "type": "str"}, {"name": "", "type": "str"}""",
                """{"name": "e", "meta-type": "enum", "values": ["*/", "é", "\""], "features": ["#error"]}""",
                """{"name": "#error-", "meta-type": "event", "arg-type": "0"}"""
            ),
            collisions: 3
        );

    [Fact]
    public Task Types_WithoutMembers_Compile() =>
        GenerateAsync(
            Schemas.Create(
                """{"name": "go", "meta-type": "command", "arg-type": "1", "ret-type": "2"}""",
                """{"name": "GONE", "meta-type": "event", "arg-type": "0"}""",
                """{"name": "1", "meta-type": "object", "members": [{"name": "none", "type": "e"}, {"name": "nothing", "type": "0"}, {"name": "no-branch", "type": "u"}]}""",
                """{"name": "e", "meta-type": "enum", "values": []}""",
                """{"name": "u", "meta-type": "object", "tag": "kind", "members": [{"name": "kind", "type": "e"}], "variants": []}""",
                """{"name": "2", "meta-type": "object", "members": [{"name": "nothing", "type": "0"}, {"name": "no-branch", "type": "u"}, {"name": "a", "type": "a"}]}""",
                """{"name": "a", "meta-type": "alternate", "members": []}"""
            )
        );

    [Fact]
    public async Task Schema_WithoutCommands_GeneratesClient()
    {
        GenerationResult result = await GenerateAsync(
            """[{"name": "str", "meta-type": "builtin", "json-type": "string"}]"""
        );

        Assert.NotNull(result.Find("QemuClient"));
    }

    [Fact]
    public Task Types_NestedOrRecursive_Compile() =>
        GenerateAsync(
            Schemas.Create(
                """{"name": "go", "meta-type": "command", "arg-type": "1", "ret-type": "[[1]]"}""",
                """{"name": "list", "meta-type": "command", "arg-type": "0", "ret-type": "[[str]]"}""",
                """{"name": "one", "meta-type": "command", "arg-type": "0", "ret-type": "e"}""",
                """{"name": "other", "meta-type": "command", "arg-type": "0", "ret-type": "a"}""",
                """{"name": "HAPPENED", "meta-type": "event", "arg-type": "u"}""",
                """{"name": "1", "meta-type": "object", "members": [{"name": "self", "type": "1", "default": null}, {"name": "either", "type": "a"}, {"name": "tables", "type": "[[e]]"}]}""",
                """{"name": "[1]", "meta-type": "array", "element-type": "1"}""",
                """{"name": "[[1]]", "meta-type": "array", "element-type": "[1]"}""",
                """{"name": "[str]", "meta-type": "array", "element-type": "str"}""",
                """{"name": "[[str]]", "meta-type": "array", "element-type": "[str]"}""",
                """{"name": "[e]", "meta-type": "array", "element-type": "e"}""",
                """{"name": "[[e]]", "meta-type": "array", "element-type": "[e]"}""",
                """{"name": "[a]", "meta-type": "array", "element-type": "a"}""",
                """{"name": "loop", "meta-type": "array", "element-type": "loop"}""",
                """{"name": "e", "meta-type": "enum", "values": ["on", "off"]}""",
                """{"name": "a", "meta-type": "alternate", "members": [{"type": "1"}, {"type": "[a]"}, {"type": "e"}, {"type": "int"}, {"type": "bool"}, {"type": "null"}]}""",
                """{"name": "u", "meta-type": "object", "tag": "kind", "members": [{"name": "kind", "type": "e"}], "variants": [{"case": "on", "type": "l"}, {"case": "off", "type": "0"}]}""",
                """{"name": "l", "meta-type": "object", "members": [{"name": "loop", "type": "loop"}, {"name": "nil", "type": "null"}]}"""
            )
        );

    [Fact]
    public async Task Object_With200Members_Compiles()
    {
        string members = string.Join(
            ',',
            Enumerable
                .Range(0, 200)
                .Select(i => $$"""{"name": "m{{i}}", "type": "int"{{(i % 2 == 0 ? "" : ", \"default\": null")}} }""")
        );

        await GenerateAsync(
            Schemas.Create(
                """{"name": "go", "meta-type": "command", "arg-type": "0", "ret-type": "1"}""",
                $$"""{"name": "1", "meta-type": "object", "members": [{{members}}]}"""
            )
        );
    }

    [Fact]
    public async Task UnstableAndDeprecatedParts_WhenUsed_CauseWarnings()
    {
        string schema = Schemas.Create(
            """{"name": "old", "meta-type": "command", "arg-type": "1", "ret-type": "0", "features": ["deprecated"]}""",
            """{"name": "new", "meta-type": "command", "arg-type": "1", "ret-type": "0", "features": ["unstable", "from-the-future"]}""",
            """{"name": "1", "meta-type": "object", "members": [{"name": "a", "type": "str", "default": null, "features": ["deprecated"]}, {"name": "must", "type": "str", "features": ["deprecated"]}]}"""
        );
        await GenerateAsync(schema);

        GenerationResult used = Generation.Run(
            """
            using Qemu;
            static class User
            {
                static object[] Use(QemuClient vm) => [new OldCommand { Must = "" }, vm.NewAsync("x"), new QemuClientNothing()];
                class QemuClientNothing;
            }
            """,
            InMemorySchema.FromText(schema)
        );

        Assert.Equal(
            ["QMPDEPRECATED", "QMPUNSTABLE"],
            used.Compilation.GetDiagnostics()
                .Where(d => d.Severity >= DiagnosticSeverity.Warning)
                .Select(d => d.Id)
                .Order()
        );
    }

    [Fact]
    public void Schema_InResponseOrTranscript_IsRead()
    {
        const string Entities =
            """[{"name": "go", "meta-type": "command", "arg-type": "0", "ret-type": "0"}, {"name": "0", "meta-type": "object", "members": []}]""";
        const string Transcript = $$$"""
            {"QMP": {"version": {"qemu": {"micro": 3, "minor": 1, "major": 11}, "package": "Debian"}, "capabilities": ["oob"]}}
            {"return": {}}
            {"timestamp": {"seconds": 1, "microseconds": 2}, "event": "RESUME"}
            {"return": {{{Entities}}}, "id": 1}
            {"return": {}}
            """;

        GenerationResult bare = Generation.Run(InMemorySchema.FromText(Entities));
        GenerationResult reply = Generation.Run(InMemorySchema.FromText("{\"return\": " + Entities + "}"));
        GenerationResult transcript = Generation.Run(InMemorySchema.FromText(Transcript));
        GenerationResult recording = Generation.Run(
            InMemorySchema.FromText(
                "# A recorded session.\nC: {\"execute\": \"qmp_capabilities\"}\n"
                    + string.Join('\n', Transcript.Split('\n').Select(line => $"S: {line}"))
                    + "\n# The end."
            )
        );

        Assert.All([bare, reply, transcript, recording], result => Assert.NotNull(result.Find("GoCommand")));
        Assert.Contains(
            "\"11.1.3\",",
            transcript
                .Trees.Single(tree => tree.FilePath.EndsWith("Qemu.Client.g.cs", StringComparison.Ordinal))
                .ToString(),
            StringComparison.Ordinal
        );
    }

    /// <summary>Asserts that the bindings compile without warnings, with one direction and with both.</summary>
    /// <param name="collisions">The expected number of name collisions.</param>
    private static async Task<GenerationResult> GenerateAsync(string schema, int collisions = 0)
    {
        GenerationResult both = Generation.Run(
            "[assembly: System.Reflection.AssemblyVersion(\"1.0\")]",
            InMemorySchema.FromText(schema, ("Directions", "both"))
        );
        Assert.Equal(Enumerable.Repeat("QMPGEN017", collisions), both.Reported.Select(message => message.Id));
        Assert.Equal([], await StrictAnalyzers.ComplaintsAsync(both.Compilation));

        GenerationResult result = Generation.Run(InMemorySchema.FromText(schema));
        Assert.Equal([], result.Complaints);
        return result;
    }

    private static IEnumerable<string> Properties(GenerationResult result, string type) =>
        Properties(result.Find(type)!);

    private static IEnumerable<string> Properties(INamedTypeSymbol type) =>
        type.GetMembers()
            .OfType<IPropertySymbol>()
            .Where(property => property is { IsStatic: false, DeclaredAccessibility: Accessibility.Public })
            .Select(property => property.Name);
}
