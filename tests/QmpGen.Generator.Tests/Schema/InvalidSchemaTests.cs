using Microsoft.CodeAnalysis;
using Xunit;

namespace QmpGen.Generator.Tests.Schema;

/// <summary>The valid parts of an invalid schema are generated.</summary>
public sealed class InvalidSchemaTests
{
    [Fact]
    public void Code_UsingUnreadableSchema_CausesFewCompilerErrors()
    {
        GenerationResult result = Generation.Run(
            """
            using Qemu;
            static class User
            {
                static void Use(QemuClient vm)
                {
                    vm.StopAsync(); vm.ContAsync(); vm.QueryStatusAsync().Result.Status.ToString();
                }
            }
            """,
            InMemorySchema.FromText("[\n")
        );

        // Only the namespace and the client. An empty client would cause an error at each call.
        Assert.Equal("QMPGEN002", Assert.Single(result.Reported).Id);
        Assert.Equal(
            ["user.cs(1,7): error CS0246", "user.cs(4,21): error CS0246"],
            result.Complaints.Select(message => message[..message.IndexOf(": The", StringComparison.Ordinal)])
        );
    }

    [Fact]
    public void Dump_WhenTruncated_IsReportedAtItsEnd()
    {
        string dump = Dumps.Read("qemu-7.2.json");
        string half = dump[..(dump.Length / 2)];

        Diagnostic diagnostic = Assert.Single(Generation.Run(InMemorySchema.FromText(half)).Reported);

        Assert.Equal("QMPGEN002", diagnostic.Id);
        Assert.Equal(half.Count(c => c == '\n'), diagnostic.Location.GetLineSpan().StartLinePosition.Line);
        Assert.Equal(
            half.Length - half.LastIndexOf('\n') - 1,
            diagnostic.Location.GetLineSpan().StartLinePosition.Character
        );
    }

    [Theory]
    [InlineData("""{"name": "x", "meta-type": "builtin", "json-type": "value"}""")]
    [InlineData("""{"name": "x", "meta-type": "builtin", "json-type": "array"}""")]
    public void Builtin_OfAnyValue_IsValid(string entity) =>
        Assert.Equal([], Generation.Run(InMemorySchema.FromText(Schemas.Create(entity))).Messages);

    [Fact]
    public void Union_WithInvalidBranch_HasCommonMembersOnly()
    {
        GenerationResult result = Run(
            "QMPGEN008",
            """{"name": "what", "type": "26"}""",
            """{"name": "12", "meta-type": "enum", "values": ["a", "b"]}""",
            """
            {"name": "26", "meta-type": "object", "tag": "t", "members": [{"name": "t", "type": "12"}],
             "variants": [{"case": "c", "type": "0"}]}
            """
        );

        Assert.Equal(["T"], PropertyNames(result, "GoWhat"));
    }

    [Theory]
    [InlineData("QMPGEN006", """{"name": "again", "meta-type": "command", "arg-type": "0", "ret-type": "9"}""")]
    [InlineData("QMPGEN005", """{"name": "9", "meta-type": "novelty"}""")]
    [InlineData("QMPGEN016", """{"name": "9", "meta-type": "builtin", "json-type": "novelty"}""")]
    [InlineData("QMPGEN004", """{"name": "9", "meta-type": "enum"}""")]
    [InlineData("QMPGEN004", """{"meta-type": "enum", "values": []}""")]
    public void Type_WhenMissing_IsReportedOnceAndReplacedByAnyValue(string id, string entity)
    {
        GenerationResult result = Run(id, """{"name": "what", "type": "9"}, {"name": "more", "type": "9"}""", entity);

        Assert.Equal(
            ["QmpGen.QmpValue", "QmpGen.QmpValue"],
            Properties(result, "GoCommand").Select(property => property.Type.ToString()!)
        );
    }

    [Fact]
    public void Branch_OfMissingType_IsEmpty()
    {
        GenerationResult result = Run(
            "QMPGEN006",
            """{"name": "what", "type": "26"}""",
            """{"name": "12", "meta-type": "enum", "values": ["a", "b"]}""",
            """
            {"name": "26", "meta-type": "object", "tag": "t", "members": [{"name": "t", "type": "12"}],
             "variants": [{"case": "a", "type": "99"}, {"case": "b", "type": "27"}]}
            """,
            """{"name": "27", "meta-type": "object", "members": [{"name": "x", "type": "str"}]}"""
        );

        Assert.Equal([], PropertyNames(result, "GoWhat+A"));
        Assert.Equal(["X"], PropertyNames(result, "GoWhat+B"));
    }

    [Theory]
    [InlineData("""{"name": "PC", "type": "int"}, {"name": "pc", "type": "int"}""")]
    [InlineData("""{"name": "go-command", "type": "int"}, {"name": "wire-name", "type": "int"}""")]
    [InlineData("""{"name": "a-b", "type": "int"}, {"name": "a-b", "type": "int"}""")]
    [InlineData("""{"name": "a1-1", "type": "int"}, {"name": "a11", "type": "int"}""")]
    public void SimilarNames_ThatQapiAllows_AreValid(string members)
    {
        string schema = Schemas.WithMembers(
            members,
            """{"name": "unused", "meta-type": "enum", "values": ["x", "X"]}"""
        );

        Assert.Equal([], Generation.Run(InMemorySchema.FromText(schema)).Messages);
    }

    private static GenerationResult Run(string id, string members, params string[] entities)
    {
        GenerationResult result = Generation.Run(InMemorySchema.FromText(Schemas.WithMembers(members, entities)));
        Assert.Equal(id, Assert.Single(result.Reported).Id);
        Assert.Equal([], result.Complaints);
        return result;
    }

    private static IEnumerable<string> PropertyNames(GenerationResult result, string type) =>
        Properties(result, type).Select(property => property.Name);

    /// <summary>The properties that come from the schema.</summary>
    private static IEnumerable<IPropertySymbol> Properties(GenerationResult result, string type) =>
        result
            .Find(type)!
            .GetMembers()
            .OfType<IPropertySymbol>()
            .Where(property => property is { IsStatic: false, DeclaredAccessibility: Accessibility.Public });
}
