using Xunit;

namespace QmpGen.Generator.Tests;

/// <summary>What a user can get wrong: each mistake is named, with its place and the remedy.</summary>
public sealed class MistakeTests
{
    [Fact]
    public void A_file_that_cannot_be_read() => Expect(
        "schema.json(1,1): error QMPGEN001: The schema file 'schema.json' cannot be read. Check the path in the QmpSchema item.",
        new InMemorySchema("schema.json", null, ("Namespace", "Qemu")));

    [Theory]
    [InlineData("", "(1,1): error QMPGEN002: The schema file is not JSON: it is empty.")]
    [InlineData("hello", "(1,1): error QMPGEN002: The schema file is not JSON: 'h' begins no JSON value.")]
    [InlineData("[\n  {\"name\": \"x\" \"meta-type\": \"enum\"}\n]", "(2,16): error QMPGEN002: The schema file is not JSON: '}' or ',' after a member is expected here.")]
    [InlineData("[{\"name\": \"x\", \"meta-type\": \"com", "(1,33): error QMPGEN002: The schema file is not JSON: the text ends in the middle of a value that begins at line 1, column 29: the file is cut off.")]
    [InlineData("[{\"name\": \"x\"},\n{\"na\\qme\": 1}]", "(2,5): error QMPGEN002: The schema file is not JSON: this is no escape sequence of JSON.")]
    [InlineData("[\n1,\n]", "(3,1): error QMPGEN002: The schema file is not JSON: ']' begins no JSON value.")]
    [InlineData("{\"return\": {\"status\": \"running\"}}", "(1,1): error QMPGEN003: The file is JSON, but holds no schema.")]
    [InlineData("[]", "(1,1): error QMPGEN003: The file is JSON, but holds no schema.")]
    [InlineData("[{\"name\": \"query-status\"}, 5, null]", "(1,1): error QMPGEN003: The file is JSON, but holds no schema.")]
    public void A_file_that_is_no_schema(string text, string message) => Expect("schema.json" + message, InMemorySchema.Of(text));

    [Fact]
    public void Half_a_dump()
    {
        string dump = Dumps.Read("qemu-7.2.json");
        string half = dump[..(dump.Length / 2)];

        GenerationResult result = Expect($"schema.json({half.Count(c => c == '\n') + 1},{half.Length - half.LastIndexOf('\n')}): error QMPGEN002", InMemorySchema.Of(half));
        Assert.Contains("the file is cut off", result.Messages.Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"meta-type": "enum", "values": []}""", "(8,1): error QMPGEN004: The schema is broken here: an entity has no 'name'.")]
    [InlineData("""{"name": 5, "meta-type": "enum", "values": []}""", "(8,10): error QMPGEN004: The schema is broken here: 'name' of an entity is no string.")]
    [InlineData("""{"name": "x"}""", "(8,1): error QMPGEN004: The schema is broken here: the entity 'x' has no 'meta-type'.")]
    [InlineData("""{"name": "x", "meta-type": "object"}""", "(8,1): error QMPGEN004: The schema is broken here: the object 'x' has no 'members'.")]
    [InlineData("""{"name": "x", "meta-type": "enum", "members": 1}""", "(8,47): error QMPGEN004: The schema is broken here: 'members' of the entity 'x' is no array.")]
    [InlineData("""{"name": "x", "meta-type": "novelty"}""", "(8,28): warning QMPGEN005: The entity 'x' has the meta-type 'novelty', which this version of QmpGen does not know.")]
    [InlineData("""{"name": "x", "meta-type": "array", "element-type": "77"}""", "(8,53): warning QMPGEN006: The schema has no type '77', to which it refers here.")]
    [InlineData("""{"name": "str", "meta-type": "enum", "values": []}""", "(8,10): warning QMPGEN007: The schema has another entity 'str' before this one.")]
    [InlineData("""{"name": "x", "meta-type": "object", "tag": "t", "members": [{"name": "t", "type": "str"}], "variants": []}""", "(8,62): warning QMPGEN008: The object 'x' is no union that could be read: its tag 't' is no enum.")]
    [InlineData("""{"name": "x", "meta-type": "command", "arg-type": "int"}""", "(8,51): warning QMPGEN014: The members of 'x' are given as the type 'int', which is no object.")]
    [InlineData("""{"name": "x", "meta-type": "object", "tag": "t", "members": [], "variants": []}""", "(8,45): error QMPGEN004: The schema is broken here: the object 'x' has the tag 't', which is none of its members.")]
    public void A_broken_entity_does_not_take_the_rest_with_it(string entity, string message)
    {
        GenerationResult result = Expect("schema.json" + message, InMemorySchema.Of(Schemas.Of(entity, """{"name": "go", "meta-type": "command", "arg-type": "0", "ret-type": "0"}""")));

        Assert.NotNull(result.Find("GoCommand"));
        Assert.Equal([], result.Complaints);
    }

    [Theory]
    [InlineData("[{\"case\": \"c\", \"type\": \"0\"}]", "the case 'c' is no value of its tag 't'")]
    [InlineData("[{\"case\": \"a\", \"type\": \"str\"}]", "the case 'a' has the type 'str', which is no object")]
    [InlineData("[{\"case\": \"a\", \"type\": \"26\"}]", "the case 'a' contains the union itself")]
    [InlineData("[{\"case\": \"a\", \"type\": \"99\"}]", "the case 'a' has the type '99', which is no object")]
    public void A_broken_union_is_read_as_its_common_members(string variants, string fault)
    {
        GenerationResult result = Generation.Run(InMemorySchema.Of(Schemas.WithMembers(
            """{"name": "what", "type": "26"}""",
            $$"""{"name": "26", "meta-type": "object", "tag": "t", "members": [{"name": "t", "type": "12"}], "variants": {{variants}}}""",
            """{"name": "12", "meta-type": "enum", "values": ["a", "b"]}""")));

        Assert.Contains(result.Messages, message => message.Contains("warning QMPGEN008", StringComparison.Ordinal) && message.Contains(fault, StringComparison.Ordinal));
        Assert.Equal([], result.Complaints);
        Assert.NotNull(result.Find("GoWhat"));
    }

    [Fact]
    public void What_refers_to_something_unknown_takes_any_value()
    {
        GenerationResult result = Expect(
            "schema.json(10,28): warning QMPGEN005",
            InMemorySchema.Of(Schemas.WithMembers("""{"name": "what", "type": "9"}, {"name": "more", "type": "9"}""", """{"name": "9", "meta-type": "novelty"}""")));

        Assert.All(["What", "More"], name => Assert.Equal("QmpGen.QmpValue", ((Microsoft.CodeAnalysis.IPropertySymbol)result.Find("GoCommand")!.GetMembers(name).Single()).Type.ToString()));
    }

    [Fact]
    public void An_alternate_whose_branches_cannot_be_told_apart()
    {
        GenerationResult result = Expect(
            "schema.json(10,96): warning QMPGEN009: The branch 'e' of the alternate 'a' is of no kind of JSON value of its own.",
            InMemorySchema.Of(Schemas.WithMembers(
                """{"name": "what", "type": "a"}""",
                """{"name": "a", "meta-type": "alternate", "members": [{"type": "str"}, {"type": "int"}, {"type": "e"}]}""",
                """{"name": "e", "meta-type": "enum", "values": ["a"]}""")));

        Assert.Equal([], result.Complaints);
    }

    [Fact]
    public void The_same_file_twice() => Expect(
        "schema.json(1,1): error QMPGEN010: The schema file 'schema.json' is listed twice. Remove one of the QmpSchema items; for two namespaces, copy the file.",
        InMemorySchema.Of(Schemas.Of()),
        InMemorySchema.Of(Schemas.Of()));

    [Fact]
    public void Two_files_with_one_namespace()
    {
        GenerationResult result = Expect(
            "b.json(1,1): error QMPGEN011: The namespace 'Qemu' is taken by 'a.json'. Give this QmpSchema item a Namespace of its own",
            new InMemorySchema("a.json", Dumps.Read("qemu-7.2.json"), ("Namespace", "Qemu")),
            new InMemorySchema("b.json", Dumps.Read("qemu-5.2.json"), ("Namespace", "Qemu")));

        Assert.Equal([], result.Complaints);
    }

    [Theory]
    [InlineData("Namespace", "", "the Namespace '', which is missing: write Namespace=\"Qemu\"")]
    [InlineData("Namespace", "My App", "the Namespace 'My App', which is no namespace of C#")]
    [InlineData("Namespace", "My.class", "the Namespace 'My.class', which is no namespace of C#")]
    [InlineData("Namespace", "QmpGen", "the Namespace 'QmpGen', which is the runtime's own")]
    [InlineData("Client", "1st", "the Client '1st', which is no name of a class")]
    [InlineData("Client", "required", "the Client 'required', which is no name of a class")]
    [InlineData("Accessibility", "private", "the Accessibility 'private', which is neither \"internal\" nor \"public\"")]
    [InlineData("Without", "unstable stale", "in Without the word 'stale', which is neither \"unstable\" nor \"deprecated\"")]
    [InlineData("Directions", "sideways", "the Directions 'sideways', which is neither \"client\" nor \"both\"")]
    public void Metadata_that_makes_no_sense(string name, string value, string message)
    {
        (string, string)[] metadata = name == "Namespace" ? [(name, value)] : [("Namespace", "Qemu"), (name, value)];

        Expect($"schema.json(1,1): error QMPGEN012: The QmpSchema item of 'schema.json' has {message}", new InMemorySchema("schema.json", Schemas.Of(), metadata));
    }

    [Theory]
    [InlineData("{ 'command': 'go'", "(1,18): warning QMPGEN020: The file is no QAPI source that could be read: the end of the file stands where ',' or '}' is expected in what begins at line 1, column 1. Nothing of it is used for documentation.")]
    [InlineData("##\n# @go:\n##\n\n{\"command\": \"go\"}", "(5,2): warning QMPGEN020: The file is no QAPI source that could be read: QAPI quotes with ' and not with")]
    [InlineData(null, "(1,1): warning QMPGEN020: The file is no QAPI source that could be read: it cannot be opened.")]
    public void A_file_of_QEMUs_source_that_cannot_be_read_takes_neither_the_bindings_nor_the_other_files_with_it(string? text, string message)
    {
        GenerationResult result = Expect(
            "/qemu/qapi/broken.json" + message,
            Documentation.Documented(Schemas.WithMembers("")),
            new InMemorySchema("other.json", Schemas.WithMembers(""), ("Namespace", "Other"), ("Docs", Documentation.Folder)),
            new InMemorySchema("/qemu/qapi/broken.json", text, ("Kind", "docs")),
            Documentation.Source("##\n# @go:\n#\n# Goes.\n##\n{ 'command': 'go' }"));

        Assert.StartsWith("Goes.", Documentation.SummaryOf(result.Find("GoCommand")!), StringComparison.Ordinal);
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
            InMemorySchema.Of(Schemas.Of(
                """{"name": "echo", "meta-type": "command", "arg-type": "1", "ret-type": "1"}""",
                """{"name": "pause", "meta-type": "command", "arg-type": "0", "ret-type": "0", "allow-oob": true}""",
                """{"name": "1", "meta-type": "object", "members": [{"name": "text", "type": "str"}]}""")));

        Assert.Contains(error, Assert.Single(result.Complaints), StringComparison.Ordinal);
    }

    [Fact]
    public void A_call_out_of_band_compiles_where_the_schema_allows_it()
    {
        GenerationResult result = Generation.Run(
            "using Qemu; static class User { static object[] Call(QemuClient vm) => [vm.PauseAsync(outOfBand: true), vm.PauseAsync(), vm.ExecuteOutOfBandAsync(new PauseCommand())]; }",
            InMemorySchema.Of(Schemas.Of("""{"name": "pause", "meta-type": "command", "arg-type": "0", "ret-type": "0", "allow-oob": true}""")));

        Assert.Equal([], result.Complaints);
    }

    /// <summary>One message, which begins so.</summary>
    private static GenerationResult Expect(string message, params InMemorySchema[] schemas)
    {
        GenerationResult result = Generation.Run(schemas);
        Assert.StartsWith(message, Assert.Single(result.Messages), StringComparison.Ordinal);
        return result;
    }
}
