using QmpGen.Tool.Comparison;
using QmpGen.Tool.Tests.Harness;
using Xunit;

namespace QmpGen.Tool.Tests.Comparison;

public sealed class SchemaComparerTests
{
    [Fact]
    public void Type_WithSeveralPlaces_IsListedOnceUnderItsName()
    {
        SchemaDifference difference = SmallDump.Compare(CreateShared("str"), CreateShared("int"));

        QmpSchemaEntityChange entity = Assert.Single(difference.Entities);
        Assert.Equal(("Shared", "ask: returns"), (entity.Name, entity.Place));
        Assert.Equal(QmpSchemaDirections.Both, entity.Directions);
        Assert.Equal("x", Assert.Single(entity.Changes).Path);
    }

    [Fact]
    public void Type_WithSinglePlace_IsListedThere()
    {
        SchemaDifference difference = SmallDump.Compare(CreateNested("str"), CreateNested("int"));

        QmpSchemaEntityChange entity = Assert.Single(difference.Entities);
        Assert.Equal("go", entity.Name);
        Assert.Equal("arguments.list[].x", Assert.Single(entity.Changes).Path);
    }

    [Fact]
    public void Type_WithSinglePlace_IsListedSeparatelyOnRequest()
    {
        SchemaDifference difference = SchemaComparer.Compare(
            SmallDump.Parse(CreateNested("str")),
            SmallDump.Parse(CreateNested("int")),
            separate: "Inner"
        );

        QmpSchemaEntityChange entity = Assert.Single(difference.Entities);
        Assert.Equal("Inner", entity.Name);
        Assert.Equal("x", Assert.Single(entity.Changes).Path);
    }

    [Fact]
    public void Type_WhenRenamed_IsComparedWithOldType()
    {
        string old = CreateNested("str");
        string renamed = CreateNested("str", """, {"name": "y", "type": "str"}""")
            .Replace("Inner", "Renamed", StringComparison.Ordinal);

        SchemaDifference difference = SmallDump.Compare(old, renamed);

        Assert.Equal(new EntityCounts(1, 1, 0), difference.Summary.Types);
        Assert.Equal(1, difference.Summary.RenamedTypes);
        Assert.Equal(
            [
                (QmpSchemaChangeKind.TypeRenamed, "arguments.list[]", "Inner", "Renamed"),
                (QmpSchemaChangeKind.RequiredMemberAdded, "arguments.list[].y", null, "string"),
            ],
            Assert
                .Single(difference.Entities)
                .Changes.Select(change => (change.Kind, change.Path, change.Old, change.New))
        );
    }

    [Fact]
    public void Types_WithoutNames_AreComparedByPlace()
    {
        string old = CreateNested("str").Replace("Inner", "7", StringComparison.Ordinal);
        string @new = CreateNested("str", """, {"name": "y", "type": "str"}""")
            .Replace("Inner", "9", StringComparison.Ordinal);

        SchemaDifference difference = SmallDump.Compare(old, @new);

        QmpSchemaChange change = Assert.Single(Assert.Single(difference.Entities).Changes);
        Assert.Equal((QmpSchemaChangeKind.RequiredMemberAdded, "arguments.list[].y"), (change.Kind, change.Path));
    }

    [Fact]
    public void Types_WithoutNames_AreNamedByPath()
    {
        string without = CreateNested("str").Replace("\"[Inner]\"", "\"[str]\"", StringComparison.Ordinal);
        string with = CreateNested("str").Replace("Inner", "9", StringComparison.Ordinal);

        SchemaDifference difference = SmallDump.Compare(without, with);

        Assert.Equal(["go", "go.arguments.list[]"], difference.Entities.Where(e => e.Place != "").Select(e => e.Name));
        Assert.Equal("[go.arguments.list[]]", Assert.Single(difference.Entities[0].Changes).New);
    }

    [Fact]
    public void Types_WhenOneIsExchanged_AreComparedByParts()
    {
        string old = CreateShared("str");
        string @new =
            CreateShared("str")
                .Replace(
                    "\"name\": \"two\", \"type\": \"Shared\"",
                    "\"name\": \"two\", \"type\": \"Own\"",
                    StringComparison.Ordinal
                )[..^1]
            + """
                , {"name": "Own", "meta-type": "object",
                "members": [{"name": "x", "type": "str"}, {"name": "y", "type": "str"}]}]
                """;

        QmpSchemaEntityChange go = SmallDump.Compare(old, @new).Entities.Single(entity => entity.Name == "go");

        Assert.Equal(
            [
                (QmpSchemaChangeKind.TypeExchanged, "arguments.two", QmpSchemaSeverity.Compile),
                (QmpSchemaChangeKind.RequiredMemberAdded, "arguments.two.y", QmpSchemaSeverity.Runtime),
            ],
            go.Changes.Select(change => (change.Kind, change.Path, change.Severity))
        );
    }

    [Theory]
    [InlineData("[str]", "Shared")]
    [InlineData("Choice", "str")]
    public void Type_WhenReplacedByBuiltin_IsChangedInBothDirections(string one, string other)
    {
        string old = CreateShared(one);
        string @new = CreateShared(other);

        Assert.Equal("x", Assert.Single(SmallDump.Compare(old, @new).Entities[^1].Changes).Path);
        Assert.Equal("x", Assert.Single(SmallDump.Compare(@new, old).Entities[^1].Changes).Path);
    }

    [Fact]
    public void Type_ThatContainsItself_IsComparedOnce()
    {
        SchemaDifference difference = SmallDump.Compare(CreateRecursive("str"), CreateRecursive("int"));

        QmpSchemaEntityChange entity = Assert.Single(difference.Entities);
        Assert.Equal("Node", entity.Name);
        Assert.Equal("x", Assert.Single(entity.Changes).Path);
    }

    [Fact]
    public void Direction_ThatOnlyOneSchemaUses_DoesNotCount()
    {
        string sent = CreateShared("str");
        string received = CreateShared("int").Replace("arg-type", "ret-type", StringComparison.Ordinal);
        string onlySent = sent.Replace("ret-type", "arg-type", StringComparison.Ordinal);

        QmpSchemaEntityChange shared = SmallDump
            .Compare(onlySent, received)
            .Entities.Single(entity => entity.Name == "Shared");

        Assert.Equal((QmpSchemaDirections.None, QmpSchemaSeverity.Harmless), (shared.Directions, shared.Severity));
    }

    [Fact]
    public void Value_WithFeature_IsFollowedByItsFeature()
    {
        SchemaDifference difference = SmallDump.Compare(
            CreateEnum("""{"name": "a"}"""),
            CreateEnum("""{"name": "a", "features": ["deprecated"]}, {"name": "b", "features": ["unstable"]}""")
        );

        Assert.Equal(
            [
                (QmpSchemaChangeKind.BecameDeprecated, "arguments.m.'a'", QmpSchemaSeverity.Harmless),
                (QmpSchemaChangeKind.ValueAdded, "arguments.m", QmpSchemaSeverity.Harmless),
                (QmpSchemaChangeKind.BecameUnstable, "arguments.m.'b'", QmpSchemaSeverity.Harmless),
            ],
            Assert.Single(difference.Entities).Changes.Select(change => (change.Kind, change.Path, change.Severity))
        );
    }

    [Fact]
    public void Alternate_WithNewBranch_ListsItsKind()
    {
        SchemaDifference difference = SmallDump.Compare(
            CreateAlternate("""{"type": "str"}"""),
            CreateAlternate("""{"type": "str"}, {"type": "[str]"}""")
        );

        QmpSchemaChange change = Assert.Single(Assert.Single(difference.Entities).Changes);
        Assert.Equal(
            (QmpSchemaChangeKind.BranchAdded, "arguments.m|array", "[string]"),
            (change.Kind, change.Path, change.New)
        );
    }

    [Fact]
    public void AddedCommand_WithArguments_ListsThem()
    {
        SchemaDifference difference = SmallDump.Compare(
            SmallDump.FromEntities("""{"name": "E", "meta-type": "event"}"""),
            SmallDump.FromEntities(
                """
                {"name": "E", "meta-type": "event"},
                {"name": "go", "meta-type": "command", "arg-type": "Args", "ret-type": "[str]"},
                {"name": "Args", "meta-type": "object", "members": [{"name": "x", "type": "str", "default": null}]}
                """
            )
        );

        QmpSchemaEntityChange entity = Assert.Single(difference.Entities);
        Assert.Equal(
            [("arguments.x", "Optional<string>"), ("returns", "[string]")],
            entity.Changes.Select(change => (change.Path, change.New))
        );
        Assert.Equal(
            (1, 0),
            (difference.Summary.Types.Added, difference.Summary.Count(QmpSchemaChangeKind.OptionalMemberAdded))
        );
    }

    [Fact]
    public void Arguments_WithoutCommonMember_AreComparedByMembers()
    {
        string old = CreateWithMember("""{"name": "T", "meta-type": "object", "members": []}""");
        string @new = old.Replace("Args", "NewArgs", StringComparison.Ordinal)
            .Replace("\"m\"", "\"n\"", StringComparison.Ordinal);

        Assert.Equal(
            [
                (QmpSchemaChangeKind.RequiredMemberRemoved, "arguments.m"),
                (QmpSchemaChangeKind.RequiredMemberAdded, "arguments.n"),
            ],
            Assert.Single(SmallDump.Compare(old, @new).Entities).Changes.Select(change => (change.Kind, change.Path))
        );
    }

    [Theory]
    [InlineData("nested")]
    [InlineData("masked")]
    [InlineData("wide")]
    [InlineData("exchanged")]
    public void Comparison_OfLargerSchemas_IsLinear(string shape)
    {
        (long smallBytes, int smallText) = Measure(shape, 400);
        (long largeBytes, int largeText) = Measure(shape, 800);

        Assert.InRange(largeText, smallText, 3 * smallText);
        Assert.InRange(largeBytes, 1, 3 * smallBytes);
    }

    private static (long Bytes, int Text) Measure(string shape, int count)
    {
        ComparedSchema old = SmallDump.Parse(CreateLarge(shape, count, isNew: false));
        ComparedSchema @new = SmallDump.Parse(CreateLarge(shape, count, isNew: true));
        long start = GC.GetAllocatedBytesForCurrentThread();
        SchemaDifference difference = SchemaComparer.Compare(old, @new);
        long bytes = GC.GetAllocatedBytesForCurrentThread() - start;
        int text = difference.Entities.Sum(entity =>
            entity.Name.Length + entity.Place?.Length + entity.Changes.Sum(change => change.Path.Length) ?? 0
        );
        return (bytes, text);
    }

    private static string CreateLarge(string shape, int count, bool isNew)
    {
        string type = isNew ? "int" : "str";
        IEnumerable<string> entities = shape switch
        {
            // Each type contains the next one.
            "nested" or "masked" => Enumerable
                .Range(0, count)
                .Select(i =>
                    Object(Name(i), $"{Member("x", type)}{(i + 1 < count ? "," + Member("next", Name(i + 1)) : "")}")
                )
                .Append($$"""{"name": "go", "meta-type": "command", "arg-type": "{{Name(0)}}"}"""),
            "wide" =>
            [
                Object("T0", string.Join(",", Enumerable.Range(0, count).Select(i => Member($"m{i}", type)))),
                """{"name": "go", "meta-type": "command", "arg-type": "T0"}""",
            ],

            // Each command exchanges one large type for another one.
            _ => Enumerable
                .Range(0, count)
                .Select(i => $$"""{"name": "go{{i}}", "meta-type": "command", "arg-type": "{{(isNew ? "B" : "A")}}"}""")
                .Append("""{"name": "a", "meta-type": "command", "arg-type": "A"}""")
                .Append("""{"name": "b", "meta-type": "command", "arg-type": "B"}""")
                .Append(Object("A", string.Join(",", Enumerable.Range(0, count).Select(i => Member($"m{i}", "str")))))
                .Append(Object("B", string.Join(",", Enumerable.Range(0, count).Select(i => Member($"m{i}", "int"))))),
        };
        return SmallDump.FromEntities(string.Join(",\n", entities));

        string Name(int i) => shape == "masked" ? $"{i + 100}" : $"T{i}";
        static string Member(string name, string type) => $$"""{"name": "{{name}}", "type": "{{type}}"}""";
        static string Object(string name, string members) =>
            $$"""{"name": "{{name}}", "meta-type": "object", "members": [{{members}}]}""";
    }

    private static string CreateShared(string type) =>
        SmallDump.FromEntities(
            $$"""
            {"name": "go", "meta-type": "command", "arg-type": "Args"},
            {"name": "ask", "meta-type": "command", "ret-type": "Shared"},
            {"name": "Args", "meta-type": "object",
            "members": [{"name": "one", "type": "Shared"}, {"name": "two", "type": "Shared"}]},
            {"name": "Shared", "meta-type": "object", "members": [{"name": "x", "type": "{{type}}"}]}
            """
        );

    private static string CreateNested(string type, string members = "") =>
        SmallDump.FromEntities(
            $$"""
            {"name": "go", "meta-type": "command", "arg-type": "Args"},
            {"name": "Args", "meta-type": "object", "members": [{"name": "list", "type": "[Inner]"}]},
            {"name": "[Inner]", "meta-type": "array", "element-type": "Inner"},
            {"name": "Inner", "meta-type": "object", "members": [{"name": "x", "type": "{{type}}"}{{members}}]}
            """
        );

    private static string CreateRecursive(string type) =>
        SmallDump.FromEntities(
            $$"""
            {"name": "go", "meta-type": "command", "ret-type": "Node"},
            {"name": "Node", "meta-type": "object",
            "members": [{"name": "x", "type": "{{type}}"}, {"name": "next", "type": "Node"}]}
            """
        );

    private static string CreateEnum(string values) =>
        CreateWithMember($$"""{"name": "T", "meta-type": "enum", "members": [{{values}}], "values": []}""");

    private static string CreateAlternate(string branches) =>
        CreateWithMember($$"""{"name": "T", "meta-type": "alternate", "members": [{{branches}}]}""");

    private static string CreateWithMember(string type) =>
        SmallDump.FromEntities(
            $$"""
            {"name": "go", "meta-type": "command", "arg-type": "Args"},
            {"name": "Args", "meta-type": "object", "members": [{"name": "m", "type": "T"}]},
            {{type}}
            """
        );
}
