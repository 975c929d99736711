using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace QmpGen.Generator.Tests;

/// <summary>What a user can get wrong: each mistake is named, with its place and the remedy.</summary>
public sealed partial class MistakeTests
{
    private static readonly string s_selectable = Schemas.Of(
        """{"name": "query-status", "meta-type": "command", "arg-type": "0", "ret-type": "0"}""",
        """{"name": "query-block", "meta-type": "command", "arg-type": "0", "ret-type": "0"}""",
        """{"name": "stop", "meta-type": "command", "arg-type": "0", "ret-type": "0"}""",
        """{"name": "SHUTDOWN", "meta-type": "event", "arg-type": "0"}""",
        """{"name": "JOB_STATUS_CHANGE", "meta-type": "event", "arg-type": "0"}"""
    );

    [Fact]
    public void A_file_that_cannot_be_read() =>
        Expect(
            "schema.json(1,1): error QMPGEN001: The schema file 'schema.json' cannot be read. Check the path in the QmpSchema item.",
            new InMemorySchema("schema.json", null, ("Namespace", "Qemu"))
        );

    [Theory]
    [InlineData("", "(1,1): error QMPGEN002: The schema file is not JSON: it is empty.")]
    [InlineData("hello", "(1,1): error QMPGEN002: The schema file is not JSON: 'h' begins no JSON value.")]
    [InlineData(
        "[\n  {\"name\": \"x\" \"meta-type\": \"enum\"}\n]",
        "(2,16): error QMPGEN002: The schema file is not JSON: '}' or ',' after a member is expected here."
    )]
    [InlineData(
        "[{\"name\": \"x\", \"meta-type\": \"com",
        "(1,33): error QMPGEN002: The schema file is not JSON: the text ends in the middle of a value that begins at line 1, column 29: the file is cut off."
    )]
    [InlineData(
        "[{\"name\": \"x\"},\n{\"na\\qme\": 1}]",
        "(2,5): error QMPGEN002: The schema file is not JSON: this is no escape sequence of JSON."
    )]
    [InlineData("[\n1,\n]", "(3,1): error QMPGEN002: The schema file is not JSON: ']' begins no JSON value.")]
    [InlineData(
        "[\n\0{}]",
        "(2,1): error QMPGEN002: The schema file is not JSON: a NUL character stands here, as in a file that is not in UTF-8."
    )]
    public void A_file_that_is_not_JSON(string text, string message) =>
        Expect("schema.json" + message, InMemorySchema.Of(text));

    [Theory]
    [InlineData("{\"return\": {\"status\": \"running\"}}", "(1,1)", "the reply in it is that to another command")]
    [InlineData("{\"QMP\": {}}\n{\"return\": {}}", "(2,1)", "the reply in it is that to another command")]
    [InlineData("{\"return\": []}", "(1,1)", "the reply in it is that to another command")]
    [InlineData("{\"QMP\": {\"version\": {}}}", "(1,1)", "it ends before the reply")]
    [InlineData(
        "{\"return\": {}}\n{\"error\": {\"class\": \"CommandNotFound\", \"desc\": \"The command query-qmp-schema has not been found\"}}",
        "(2,11)",
        "QEMU has replied with the error 'CommandNotFound': The command query-qmp-schema has not been found"
    )]
    [InlineData("{\"error\": 5}", "(1,11)", "QEMU has replied with an error")]
    [InlineData("[]", "(1,1)", "its array is empty")]
    [InlineData("[{\"name\": \"query-status\"}, 5, null]", "(1,1)", "its array has no entity in it")]
    [InlineData("{\"name\": \"stop\", \"meta-type\": \"command\"}", "(1,1)", "it is something else")]
    [InlineData("5", "(1,1)", "it is something else")]
    public void A_file_that_is_no_schema(string text, string place, string reason) =>
        Expect(
            $"schema.json{place}: error QMPGEN003: The file is JSON, but holds no schema: {reason}. Expected is what query-qmp-schema returns",
            InMemorySchema.Of(text)
        );

    [Fact]
    public void A_file_that_is_no_schema_leaves_the_compiler_little_to_add()
    {
        GenerationResult result = Generation.Run(
            "using Qemu; static class User { static void Use(QemuClient vm) { vm.StopAsync(); vm.ContAsync(); vm.QueryStatusAsync().Result.Status.ToString(); } }",
            InMemorySchema.Of("[\n")
        );

        // The namespace and the client. With a client that has no commands it would be each call.
        Assert.StartsWith(
            "schema.json(2,1): error QMPGEN002",
            Assert.Single(result.Messages),
            StringComparison.Ordinal
        );
        Assert.Equal(
            ["user.cs(1,7): error CS0246", "user.cs(1,49): error CS0246"],
            result.Complaints.Select(complaint => complaint[..complaint.IndexOf(": The", StringComparison.Ordinal)])
        );
    }

    [Fact]
    public void Half_a_dump()
    {
        string dump = Dumps.Read("qemu-7.2.json");
        string half = dump[..(dump.Length / 2)];

        GenerationResult result = Expect(
            $"schema.json({half.Count(c => c == '\n') + 1},{half.Length - half.LastIndexOf('\n')}): error QMPGEN002",
            InMemorySchema.Of(half)
        );
        Assert.Contains("the file is cut off", result.Messages.Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{\"return\": ")]
    public void A_file_whose_values_are_nested_without_end(string level)
    {
        string text = string.Concat(Enumerable.Repeat(level, 100_000));

        Expect(
            $"schema.json(1,{(200 * level.Length) + 1}): error QMPGEN002: The schema file is not JSON: values are nested deeper than 200 levels here",
            InMemorySchema.Of(text)
        );
    }

    [Fact]
    public void A_file_in_UTF_16_without_a_mark() =>
        Expect(
            "schema.json(1,2): error QMPGEN002: The schema file is not JSON: a NUL character stands here, as in a file that is not in UTF-8.",
            InMemorySchema.Of(string.Concat(Schemas.Of(Schemas.Rest).Select(c => c + "\0")))
        );

    [Theory]
    [InlineData(
        """{"meta-type": "enum", "values": []}""",
        "(8,1): error QMPGEN004: The schema is broken here: an entity has no 'name'."
    )]
    [InlineData("""5""", "(8,1): error QMPGEN004: The schema is broken here: an entity has no 'name'.")]
    [InlineData(
        """{"name": 5, "meta-type": "enum", "values": []}""",
        "(8,10): error QMPGEN004: The schema is broken here: 'name' of an entity is no string."
    )]
    [InlineData(
        """{"name": "x"}""",
        "(8,1): error QMPGEN004: The schema is broken here: the entity 'x' has no 'meta-type'."
    )]
    [InlineData(
        """{"name": "x", "meta-type": "object"}""",
        "(8,1): error QMPGEN004: The schema is broken here: the object 'x' has no 'members'."
    )]
    [InlineData(
        """{"name": "x", "meta-type": "enum", "members": 1}""",
        "(8,47): error QMPGEN004: The schema is broken here: 'members' of the entity 'x' is no array."
    )]
    [InlineData(
        """{"name": "x", "meta-type": "builtin"}""",
        "(8,1): error QMPGEN004: The schema is broken here: the entity 'x' has no 'json-type'."
    )]
    [InlineData(
        """{"name": "x", "meta-type": "object", "tag": "t", "members": [], "variants": []}""",
        "(8,45): error QMPGEN004: The schema is broken here: the object 'x' has the tag 't', which is none of its members."
    )]
    [InlineData(
        """{"name": "x", "meta-type": "novelty"}""",
        "(8,28): warning QMPGEN005: The entity 'x' has the meta-type 'novelty', which this version of QmpGen does not know."
    )]
    [InlineData(
        """{"name": "x", "meta-type": "array", "element-type": "77"}""",
        "(8,53): warning QMPGEN006: The schema has no type '77', to which it refers here."
    )]
    [InlineData(
        """{"name": "x", "meta-type": "command", "arg-type": "77", "ret-type": "77"}""",
        "(8,51): warning QMPGEN006: The schema has no type '77', to which it refers here."
    )]
    [InlineData(
        """{"name": "x", "meta-type": "command", "arg-type": "rest", "ret-type": "0"}""",
        "(8,51): warning QMPGEN006: The schema has no type 'rest', to which it refers here."
    )]
    [InlineData(
        """{"name": "str", "meta-type": "enum", "values": []}""",
        "(8,10): warning QMPGEN007: The schema has another entity 'str' before this one."
    )]
    [InlineData(
        """{"name": "str", "meta-type": "array", "element-type": "77"}""",
        "(8,10): warning QMPGEN007: The schema has another entity 'str' before this one."
    )]
    [InlineData(
        """{"name": "x", "meta-type": "object", "members": [{"name": "a", "type": "77"}, {}]}""",
        "(8,79): error QMPGEN004: The schema is broken here: a member of the object 'x' has no 'name'."
    )]
    [InlineData(
        """{"name": "x", "meta-type": "object", "tag": "t", "members": [{"name": "t", "type": "str"}], "variants": []}""",
        "(8,71): warning QMPGEN008: The object 'x' is no union that could be read: its tag 't' is no enum."
    )]
    [InlineData(
        """{"name": "x", "meta-type": "command", "arg-type": "int"}""",
        "(8,51): warning QMPGEN014: The members of 'x' are given as the type 'int', which is no object."
    )]
    [InlineData(
        """{"name": "x", "meta-type": "builtin", "json-type": "date"}""",
        "(8,52): warning QMPGEN016: The builtin type 'x' has the JSON type 'date', which this version of QmpGen does not know."
    )]
    public void A_broken_entity_does_not_take_the_rest_with_it(string entity, string message) =>
        ExpectAlone(message, Schemas.Of(entity, Schemas.Rest));

    [Theory]
    [InlineData("""{"name": "x", "meta-type": "builtin", "json-type": "value"}""")]
    [InlineData("""{"name": "x", "meta-type": "builtin", "json-type": "array"}""")]
    public void A_builtin_of_any_value_is_none(string entity) =>
        Assert.Equal([], Generation.Run(InMemorySchema.Of(Schemas.Of(entity))).Messages);

    [Theory]
    [InlineData("[{\"case\": \"c\", \"type\": \"0\"}]", "", "(11,106)", "the case 'c' is no value of its tag 't'")]
    [InlineData(
        "[{\"case\": \"a\", \"type\": \"str\"}]",
        "",
        "(11,106)",
        "the case 'a' has the type 'str', which is no object"
    )]
    [InlineData("[{\"case\": \"a\", \"type\": \"26\"}]", "", "(11,106)", "the case 'a' contains the union itself")]
    [InlineData("[{\"case\": \"a\", \"type\": \"0\"}]", ", \"default\": null", "(11,72)", "its tag 't' is optional")]
    public void A_broken_union_is_read_as_its_common_members(
        string variants,
        string optional,
        string place,
        string fault
    )
    {
        GenerationResult result = ExpectAlone(
            $"{place}: warning QMPGEN008: The object '26' is no union that could be read: {fault}",
            Schemas.WithMembers(
                """{"name": "what", "type": "26"}""",
                """{"name": "12", "meta-type": "enum", "values": ["a", "b"]}""",
                $$"""{"name": "26", "meta-type": "object", "tag": "t", "members": [{"name": "t", "type": "12"{{optional}}}], "variants": {{variants}}}""",
                Schemas.Rest
            )
        );

        Assert.Equal(["T"], PropertiesOf(result, "GoWhat"));
    }

    [Fact]
    public void A_type_that_is_missing_is_named_where_it_is_needed_first_and_takes_any_value()
    {
        GenerationResult result = ExpectAlone(
            "(9,78): warning QMPGEN006: The schema has no type '9', to which it refers here.",
            Schemas.WithMembers(
                """{"name": "what", "type": "9"}, {"name": "more", "type": "9"}""",
                """{"name": "again", "meta-type": "command", "arg-type": "0", "ret-type": "9"}""",
                Schemas.Rest
            )
        );

        Assert.Equal(["QmpGen.QmpValue", "QmpGen.QmpValue"], TypesOf(result, "GoCommand"));
    }

    [Theory]
    [InlineData("""{"name": "9", "meta-type": "novelty"}""", "(10,28): warning QMPGEN005")]
    [InlineData("""{"name": "9", "meta-type": "builtin", "json-type": "novelty"}""", "(10,52): warning QMPGEN016")]
    [InlineData("""{"name": "9", "meta-type": "enum"}""", "(10,1): error QMPGEN004")]
    [InlineData("""{"meta-type": "enum", "values": []}""", "(10,1): error QMPGEN004")]
    public void What_refers_to_something_unknown_takes_any_value(string entity, string message)
    {
        GenerationResult result = ExpectAlone(
            message,
            Schemas.WithMembers(
                """{"name": "what", "type": "9"}, {"name": "more", "type": "9"}""",
                entity,
                Schemas.Rest
            )
        );

        Assert.Equal(["QmpGen.QmpValue", "QmpGen.QmpValue"], TypesOf(result, "GoCommand"));
    }

    [Fact]
    public void A_branch_whose_type_is_missing_is_empty_and_the_others_are_as_ever()
    {
        GenerationResult result = ExpectAlone(
            "(11,128): warning QMPGEN006: The schema has no type '99', to which it refers here.",
            Schemas.WithMembers(
                """{"name": "what", "type": "26"}""",
                """{"name": "12", "meta-type": "enum", "values": ["a", "b"]}""",
                """{"name": "26", "meta-type": "object", "tag": "t", "members": [{"name": "t", "type": "12"}], "variants": [{"case": "a", "type": "99"}, {"case": "b", "type": "27"}]}""",
                """{"name": "27", "meta-type": "object", "members": [{"name": "x", "type": "str"}]}""",
                Schemas.Rest
            )
        );

        Assert.Equal([], PropertiesOf(result, "GoWhat+A"));
        Assert.Equal(["X"], PropertiesOf(result, "GoWhat+B"));
    }

    [Fact]
    public void A_tag_whose_type_is_missing_makes_no_union() =>
        ExpectAlone(
            "(10,85): warning QMPGEN006: The schema has no type '99', to which it refers here.",
            Schemas.WithMembers(
                """{"name": "what", "type": "26"}""",
                """{"name": "26", "meta-type": "object", "tag": "t", "members": [{"name": "t", "type": "99"}], "variants": [{"case": "a", "type": "0"}]}""",
                Schemas.Rest
            )
        );

    [Theory]
    [InlineData(
        """{"type": "str"}, {"type": "int"}, {"type": "e"}""",
        "(10,96): warning QMPGEN009: The branch 'e' of the alternate 'a' is of no kind of JSON value of its own."
    )]
    [InlineData(
        """{"type": "str"}, {"type": "any"}""",
        "(10,79): warning QMPGEN009: The branch 'any' of the alternate 'a' is of no kind of JSON value of its own."
    )]
    [InlineData(
        """{"type": "str"}, {"type": "99"}""",
        "(10,79): warning QMPGEN006: The schema has no type '99', to which it refers here."
    )]
    public void An_alternate_with_a_branch_that_cannot_be_told_apart_goes_without_it(string branches, string message) =>
        ExpectAlone(
            message,
            Schemas.WithMembers(
                """{"name": "what", "type": "a"}""",
                $$"""{"name": "a", "meta-type": "alternate", "members": [{{branches}}]}""",
                """{"name": "e", "meta-type": "enum", "values": ["a"]}""",
                Schemas.Rest
            )
        );

    [Theory]
    [InlineData(
        "(9,10): warning QMPGEN017: Two names of the commands come out alike in C#: 'do-x' is called DoXCommand, 'do_x' is called DoXCommand2.",
        """{"name": "do-x", "meta-type": "command", "arg-type": "0", "ret-type": "0"}""",
        """{"name": "do_x", "meta-type": "command", "arg-type": "0", "ret-type": "0"}"""
    )]
    [InlineData(
        "(8,10): warning QMPGEN017: Two names of the commands come out alike in C#: 'do-x' is called DoXCommand, 'do_x' is called DoXCommand2.",
        """{"name": "do_x", "meta-type": "command", "arg-type": "0", "ret-type": "0"}""",
        """{"name": "do-x", "meta-type": "command", "arg-type": "0", "ret-type": "0"}"""
    )]
    [InlineData(
        "(9,10): warning QMPGEN017: Two names of the events come out alike in C#: 'GO-ON' is called GoOnEvent, 'GO_ON' is called GoOnEvent2.",
        """{"name": "GO-ON", "meta-type": "event", "arg-type": "0"}""",
        """{"name": "GO_ON", "meta-type": "event", "arg-type": "0"}"""
    )]
    [InlineData(
        "(9,91): warning QMPGEN017: Two names of the object 'o' come out alike in C#: 'a-b' is called AB, 'a_b' is called ABValue.",
        """{"name": "x", "meta-type": "command", "arg-type": "o", "ret-type": "o"}""",
        """{"name": "o", "meta-type": "object", "members": [{"name": "a-b", "type": "str"}, {"name": "a_b", "type": "str"}]}"""
    )]
    [InlineData(
        "(9,52): warning QMPGEN017: Two names of the enum 'e' come out alike in C#: 'X' is called X, 'x' is called X2.",
        """{"name": "u", "meta-type": "object", "tag": "t", "members": [{"name": "t", "type": "e"}], "variants": [{"case": "x", "type": "0"}]}""",
        """{"name": "e", "meta-type": "enum", "values": ["y", "x", "X"]}""",
        """{"name": "x", "meta-type": "command", "arg-type": "u", "ret-type": "u"}"""
    )]
    [InlineData(
        "(8,74): warning QMPGEN017: Two names of the enum 'e' come out alike in C#: 'a.b' is called AB, 'a_b' is called AB2.",
        """{"name": "e", "meta-type": "enum", "members": [{"name": "a.b"}, {"name": "a_b"}]}""",
        """{"name": "x", "meta-type": "command", "arg-type": "o", "ret-type": "o"}""",
        """{"name": "o", "meta-type": "object", "members": [{"name": "e", "type": "e"}]}"""
    )]
    public void Names_that_come_out_alike(string message, params string[] entities) =>
        ExpectAlone(message, Schemas.Of([.. entities, Schemas.Rest]));

    [Theory]
    [InlineData("""{"name": "PC", "type": "int"}, {"name": "pc", "type": "int"}""")]
    [InlineData("""{"name": "go-command", "type": "int"}, {"name": "wire-name", "type": "int"}""")]
    [InlineData("""{"name": "a-b", "type": "int"}, {"name": "a-b", "type": "int"}""")]
    [InlineData("""{"name": "a1-1", "type": "int"}, {"name": "a11", "type": "int"}""")]
    public void Names_that_may_be_so_are_no_mistake(string members) =>
        Assert.Equal(
            [],
            Generation
                .Run(
                    InMemorySchema.Of(
                        Schemas.WithMembers(
                            members,
                            """{"name": "unused", "meta-type": "enum", "values": ["x", "X"]}"""
                        )
                    )
                )
                .Messages
        );

    [Fact]
    public void The_same_file_twice() =>
        Expect(
            "schema.json(1,1): error QMPGEN010: The schema file 'schema.json' is listed twice. Remove one of the QmpSchema items; for two namespaces, copy the file.",
            InMemorySchema.Of(Schemas.Of()),
            InMemorySchema.Of(Schemas.Of())
        );

    [Theory]
    [InlineData("Qemu")]
    [InlineData("QEMU")]
    public void Two_files_with_one_namespace(string second)
    {
        GenerationResult result = Expect(
            $"b.json(1,1): error QMPGEN011: The namespace '{second}' is taken by 'a.json'. Give this QmpSchema item a Namespace of its own",
            new InMemorySchema("a.json", Dumps.Read("qemu-7.2.json"), ("Namespace", "Qemu")),
            new InMemorySchema("b.json", Dumps.Read("qemu-5.2.json"), ("Namespace", second))
        );

        Assert.Equal([], result.Complaints);
    }

    [Theory]
    [InlineData("Namespace", "", "the Namespace '', which is missing: write Namespace=\"Qemu\"")]
    [InlineData("Namespace", "My App", "the Namespace 'My App', which is no namespace of C#")]
    [InlineData("Namespace", "My.class", "the Namespace 'My.class', which is no namespace of C#")]
    [InlineData("Namespace", "QmpGen", "the Namespace 'QmpGen', which is the runtime's own")]
    [InlineData("Client", "1st", "the Client '1st', which is no name of a class")]
    [InlineData("Client", "required", "the Client 'required', which is no name of a class")]
    [InlineData(
        "Accessibility",
        "private",
        "the Accessibility 'private', which is neither \"internal\" nor \"public\""
    )]
    [InlineData(
        "Without",
        "unstable stale",
        "in Without the word 'stale', which is neither \"unstable\" nor \"deprecated\""
    )]
    [InlineData("Directions", "sideways", "the Directions 'sideways', which is neither \"client\" nor \"both\"")]
    public void Metadata_that_makes_no_sense(string name, string value, string message)
    {
        (string, string)[] metadata = name == "Namespace" ? [(name, value)] : [("Namespace", "Qemu"), (name, value)];

        Expect(
            $"schema.json(1,1): error QMPGEN012: The QmpSchema item of 'schema.json' has {message}",
            new InMemorySchema("schema.json", Schemas.Of(), metadata)
        );
    }

    [Theory]
    [InlineData("QMPGEN005", ReportDiagnostic.Suppress, null)]
    [InlineData("QMPGEN005", ReportDiagnostic.Error, DiagnosticSeverity.Error)]
    [InlineData("QMPGEN005", ReportDiagnostic.Info, DiagnosticSeverity.Info)]
    [InlineData("QMPGEN004", ReportDiagnostic.Suppress, null)]
    [InlineData("QMPGEN004", ReportDiagnostic.Warn, DiagnosticSeverity.Warning)]
    public void A_project_may_silence_a_message_or_rank_it_otherwise(
        string rule,
        ReportDiagnostic level,
        DiagnosticSeverity? expected
    )
    {
        CSharpCompilation project = Generation.Compilation("");
        string broken = rule == "QMPGEN005" ? """{"name": "x", "meta-type": "novelty"}""" : """{"name": "x"}""";

        GenerationResult result = Generation.Run(
            project.WithOptions(project.Options.WithSpecificDiagnosticOptions([new(rule, level)])),
            InMemorySchema.Of(Schemas.Of(broken, Schemas.Rest))
        );

        Assert.Equal(
            expected is { } severity ? [(rule, severity)] : [],
            result.Reported.Select(message => (message.Id, message.Severity))
        );
        Assert.NotNull(result.Find("RestCommand"));
    }

    [Fact]
    public void A_project_that_takes_warnings_as_errors_does_so_with_these()
    {
        CSharpCompilation project = Generation.Compilation("");

        GenerationResult result = Generation.Run(
            project.WithOptions(project.Options.WithGeneralDiagnosticOption(ReportDiagnostic.Error)),
            InMemorySchema.Of(Schemas.Of("""{"name": "x", "meta-type": "novelty"}"""))
        );

        Assert.Equal(
            [("QMPGEN005", DiagnosticSeverity.Error)],
            result.Reported.Select(message => (message.Id, message.Severity))
        );
    }

    [Theory]
    [InlineData("vm.EchoAsync(\"x\", outOfBand: true)", "CS1739")]
    [InlineData("vm.ExecuteOutOfBandAsync(new EchoCommand { Text = \"x\" })", "CS1503")]
    [InlineData("vm.ExecuteAsync(new EchoCommand())", "CS9035")]
    [InlineData("vm.EchoAsync()", "CS7036")]
    [InlineData("vm.EchoAsync(5)", "CS1503")]
    public void A_wrong_call_does_not_compile(string call, string error)
    {
        GenerationResult result = Generation.Run(
            $"using Qemu; static class User {{ static object Call(QemuClient vm) => {call}; }}",
            InMemorySchema.Of(
                Schemas.Of(
                    """{"name": "echo", "meta-type": "command", "arg-type": "1", "ret-type": "1"}""",
                    """{"name": "pause", "meta-type": "command", "arg-type": "0", "ret-type": "0", "allow-oob": true}""",
                    """{"name": "1", "meta-type": "object", "members": [{"name": "text", "type": "str"}]}"""
                )
            )
        );

        Assert.Contains(error, Assert.Single(result.Complaints), StringComparison.Ordinal);
    }

    [Fact]
    public void A_call_out_of_band_compiles_where_the_schema_allows_it()
    {
        GenerationResult result = Generation.Run(
            "using Qemu; static class User { static object[] Call(QemuClient vm) => [vm.PauseAsync(outOfBand: true), vm.PauseAsync(), vm.ExecuteOutOfBandAsync(new PauseCommand())]; }",
            InMemorySchema.Of(
                Schemas.Of(
                    """{"name": "pause", "meta-type": "command", "arg-type": "0", "ret-type": "0", "allow-oob": true}"""
                )
            )
        );

        Assert.Equal([], result.Complaints);
    }

    /// <summary>One message, which begins so.</summary>
    private static GenerationResult Expect(string message, params InMemorySchema[] schemas)
    {
        GenerationResult result = Generation.Run(schemas);
        Assert.StartsWith(message, Assert.Single(result.Messages), StringComparison.Ordinal);
        return result;
    }

    /// <summary>One message, which begins so, and no follow-up: a user's code that calls the command <c>rest</c>
    /// compiles.</summary>
    private static GenerationResult ExpectAlone(string message, string schema)
    {
        GenerationResult result = Generation.Run(
            "static class User { static System.Threading.Tasks.Task Call(Qemu.QemuClient vm) => vm.RestAsync(); }",
            InMemorySchema.Of(schema)
        );
        Assert.StartsWith("schema.json" + message, Assert.Single(result.Messages), StringComparison.Ordinal);
        Assert.Equal([], result.Complaints);
        return result;
    }

    private static IEnumerable<string> PropertiesOf(GenerationResult result, string type) =>
        Properties(result, type).Select(property => property.Name);

    private static IEnumerable<string> TypesOf(GenerationResult result, string type) =>
        Properties(result, type).Select(property => property.Type.ToString()!);

    /// <summary>The properties that come from the schema.</summary>
    private static IEnumerable<IPropertySymbol> Properties(GenerationResult result, string type) =>
        result
            .Find(type)!
            .GetMembers()
            .OfType<IPropertySymbol>()
            .Where(property => property is { IsStatic: false, DeclaredAccessibility: Accessibility.Public });
}
