using System.Text.Json;
using QmpGen.Tool.Comparison;
using QmpGen.Tool.Tests.Harness;
using Xunit;

namespace QmpGen.Tool.Tests.Comparison;

public sealed class ChangeRuleTests
{
    [Theory]
    [InlineData("a: str", "a: str, m?: str", "OptionalMemberAdded", "Harmless", "Harmless")]
    [InlineData("a: str", "a: str, m: str", "RequiredMemberAdded", "Runtime", "Harmless")]
    [InlineData("a: str, m?: str", "a: str", "OptionalMemberRemoved", "Runtime", "Compile")]
    [InlineData("a: str, m: str", "a: str", "RequiredMemberRemoved", "Runtime", "Runtime")]
    [InlineData("m: str", "m?: str", "MemberBecameOptional", "Compile", "Runtime")]
    [InlineData("m?: str", "m: str", "MemberBecameRequired", "Runtime", "Compile")]
    [InlineData("m: int", "m: number", "TypeWidened", "Compile", "Runtime")]
    [InlineData("m: str", "m: StrOrInt", "TypeWidened", "Compile", "Runtime")]
    [InlineData("m: Choice", "m: str", "TypeWidened", "Compile", "Runtime")]
    [InlineData("m: [str]", "m: any", "TypeWidened", "Compile", "Runtime")]
    [InlineData("m: int/uint8", "m: int/int64", "TypeWidened", "Compile", "Runtime")]
    [InlineData("m: number", "m: int", "TypeNarrowed", "Runtime", "Compile")]
    [InlineData("m: StrOrInt", "m: int", "TypeNarrowed", "Runtime", "Compile")]
    [InlineData("m: str", "m: Choice", "TypeNarrowed", "Runtime", "Compile")]
    [InlineData("m: int/uint32", "m: int/uint16", "TypeNarrowed", "Runtime", "Compile")]
    [InlineData("m: str", "m: int", "TypeReplaced", "Runtime", "Runtime")]
    [InlineData("m: str", "m: [str]", "TypeReplaced", "Runtime", "Runtime")]
    [InlineData("m: int/uint64", "m: int/int64", "TypeReplaced", "Runtime", "Runtime")]
    [InlineData("m: Choice", "m: OtherChoice", "TypeReplaced", "Runtime", "Runtime")]
    public void Member_WhenChanged_HasSeverityOfDirection(
        string old,
        string @new,
        string kind,
        string sent,
        string received
    )
    {
        SchemaDifference difference = SmallDump.Compare(SmallDump.FromMembers(old), SmallDump.FromMembers(@new));

        QmpSchemaEntityChange entity = difference.Entities.Single(entity => entity.Name == "go");
        Assert.Equal(
            [
                (kind, "arguments.m", QmpSchemaDirections.Sent, sent),
                (kind, "returns.m", QmpSchemaDirections.Received, received),
            ],
            entity.Changes.Select(change =>
                (change.Kind.ToString(), change.Path, change.Directions, change.Severity.ToString())
            )
        );
    }

    [Theory]
    [InlineData("m: int", "m: int/uint8")]
    [InlineData("m: int/int64", "m: int/int")]
    public void Integer_WhenWidthIsUnknownOrEqual_IsUnchanged(string old, string @new) =>
        Assert.Empty(SmallDump.Compare(SmallDump.FromMembers(old), SmallDump.FromMembers(@new)).Entities);

    [Theory]
    [InlineData("", """, "allow-oob": true""", QmpSchemaChangeKind.OutOfBandAllowed, QmpSchemaSeverity.Harmless)]
    [InlineData(""", "allow-oob": true""", "", QmpSchemaChangeKind.OutOfBandForbidden, QmpSchemaSeverity.Runtime)]
    [InlineData("", """, "features": ["f"]""", QmpSchemaChangeKind.FeatureAdded, QmpSchemaSeverity.Harmless)]
    [InlineData(""", "features": ["f"]""", "", QmpSchemaChangeKind.FeatureRemoved, QmpSchemaSeverity.Runtime)]
    [InlineData(
        "",
        """, "features": ["deprecated"]""",
        QmpSchemaChangeKind.BecameDeprecated,
        QmpSchemaSeverity.Harmless
    )]
    [InlineData(
        """, "features": ["deprecated"]""",
        "",
        QmpSchemaChangeKind.BecameUndeprecated,
        QmpSchemaSeverity.Harmless
    )]
    [InlineData("", """, "features": ["unstable"]""", QmpSchemaChangeKind.BecameUnstable, QmpSchemaSeverity.Compile)]
    [InlineData(""", "features": ["unstable"]""", "", QmpSchemaChangeKind.BecameStable, QmpSchemaSeverity.Harmless)]
    [InlineData("", """, "ret-type": "[str]" """, QmpSchemaChangeKind.ResultAdded, QmpSchemaSeverity.Harmless)]
    [InlineData(""", "ret-type": "[str]" """, "", QmpSchemaChangeKind.ResultRemoved, QmpSchemaSeverity.Runtime)]
    [InlineData("", """, "ret-type": "Empty" """, null, QmpSchemaSeverity.Harmless)]
    [InlineData("", """, "arg-type": "Empty" """, null, QmpSchemaSeverity.Harmless)]
    internal void Command_WhenChanged_HasSeverity(
        string old,
        string @new,
        QmpSchemaChangeKind? kind,
        QmpSchemaSeverity severity
    )
    {
        SchemaDifference difference = SmallDump.Compare(
            SmallDump.FromEntities($$"""{"name": "go", "meta-type": "command"{{old}}}"""),
            SmallDump.FromEntities($$"""{"name": "go", "meta-type": "command"{{@new}}}""")
        );

        IEnumerable<QmpSchemaChange> changes = difference
            .Entities.Where(entity => entity.Name == "go")
            .SelectMany(e => e.Changes);
        Assert.Equal(
            kind is { } expected ? [(expected, severity)] : [],
            changes.Select(change => (change.Kind, change.Severity))
        );
    }

    [Theory]
    [InlineData("Sent", QmpSchemaSeverity.Harmless, QmpSchemaSeverity.Runtime)]
    [InlineData("Received", QmpSchemaSeverity.Harmless, QmpSchemaSeverity.Compile)]
    internal void ValueAndBranch_WhenAddedOrRemoved_HaveSeverityOfDirection(
        string direction,
        QmpSchemaSeverity added,
        QmpSchemaSeverity removed
    )
    {
        string small = CreateUnion(direction, "\"a\"", """{"case": "a", "type": "A"}""");
        string large = CreateUnion(
            direction,
            "\"a\", \"b\"",
            """{"case": "a", "type": "A"}, {"case": "b", "type": "B"}"""
        );

        Assert.Equal(
            [(QmpSchemaChangeKind.ValueAdded, added), (QmpSchemaChangeKind.BranchAdded, added)],
            GetUnionChanges(SmallDump.Compare(small, large))
        );
        Assert.Equal(
            [(QmpSchemaChangeKind.ValueRemoved, removed), (QmpSchemaChangeKind.BranchRemoved, removed)],
            GetUnionChanges(SmallDump.Compare(large, small))
        );
    }

    [Fact]
    public void Branch_WhenItsValueExists_IsComparedByMembers()
    {
        const string Values = "\"a\", \"b\"";
        SchemaDifference difference = SmallDump.Compare(
            CreateUnion("Sent", Values, """{"case": "a", "type": "A"}, {"case": "b", "type": "Empty"}"""),
            CreateUnion("Sent", Values, """{"case": "a", "type": "A"}, {"case": "b", "type": "B"}""")
        );

        QmpSchemaChange change = Assert.Single(
            Assert.Single(difference.Entities, entity => entity.Name == "go").Changes
        );
        Assert.Equal((QmpSchemaChangeKind.RequiredMemberAdded, "arguments[b].y"), (change.Kind, change.Path));
        Assert.Equal(QmpSchemaSeverity.Runtime, change.Severity);
    }

    [Theory]
    [InlineData("command", QmpSchemaSeverity.Runtime)]
    [InlineData("event", QmpSchemaSeverity.Runtime)]
    internal void Root_WhenRemoved_BreaksAtRunTime(string metaType, QmpSchemaSeverity severity)
    {
        string with = SmallDump.FromEntities($$"""{"name": "X", "meta-type": "{{metaType}}"}""");
        string without = SmallDump.FromEntities("""{"name": "Y", "meta-type": "object", "members": []}""");

        Assert.Contains(
            (QmpSchemaEntityState.Removed, severity),
            SmallDump.Compare(with, without).Entities.Where(e => e.Name == "X").Select(e => (e.State, e.Severity))
        );
        Assert.Contains(
            (QmpSchemaEntityState.Added, QmpSchemaSeverity.Harmless),
            SmallDump.Compare(without, with).Entities.Where(e => e.Name == "X").Select(e => (e.State, e.Severity))
        );
    }

    [Fact]
    public void Type_WhenRemoved_BreaksCompilation() =>
        Assert.Equal(
            (QmpSchemaSeverity.Compile, QmpSchemaSeverity.Harmless),
            (
                ChangeRules.ClassifyEntity(QmpSchemaEntityKind.Enum, QmpSchemaEntityState.Removed),
                ChangeRules.ClassifyEntity(QmpSchemaEntityKind.Enum, QmpSchemaEntityState.Added)
            )
        );

    [Fact]
    public void Change_InUnusedType_IsHarmless() =>
        Assert.All(
            Enum.GetValues<QmpSchemaChangeKind>(),
            kind => Assert.Equal(QmpSchemaSeverity.Harmless, ChangeRules.Classify(kind, QmpSchemaDirections.None))
        );

    [Fact]
    public void Documentation_OfRules_ContainsAllRows()
    {
        string page = TestFile.Read("docs/diff.md");

        Assert.All(
            Enum.GetValues<QmpSchemaChangeKind>(),
            kind =>
            {
                string name = JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());
                string sent = ChangeRules.Classify(kind, QmpSchemaDirections.Sent).ToString().ToLowerInvariant();
                string received = ChangeRules
                    .Classify(kind, QmpSchemaDirections.Received)
                    .ToString()
                    .ToLowerInvariant();
                Assert.Contains($"| `{name}` | {sent} | {received} |", page, StringComparison.Ordinal);
            }
        );
    }

    private static string CreateUnion(string direction, string values, string variants)
    {
        string place = direction == "Sent" ? "arg-type" : "ret-type";
        return SmallDump.FromEntities(
            $$"""
            {"name": "go", "meta-type": "command", "{{place}}": "U"},
            {"name": "U", "meta-type": "object", "tag": "t", "variants": [{{variants}}],
            "members": [{"name": "t", "type": "Tag"}]},
            {"name": "Tag", "meta-type": "enum", "values": [{{values}}]},
            {"name": "A", "meta-type": "object", "members": [{"name": "x", "type": "str"}]},
            {"name": "B", "meta-type": "object", "members": [{"name": "y", "type": "str"}]}
            """
        );
    }

    private static IEnumerable<(QmpSchemaChangeKind, QmpSchemaSeverity)> GetUnionChanges(SchemaDifference difference) =>
        difference
            .Entities.Single(entity => entity.Name == "go")
            .Changes.Select(change => (change.Kind, change.Severity));
}
