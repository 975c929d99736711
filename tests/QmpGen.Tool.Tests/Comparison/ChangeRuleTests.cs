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

        EntityChange entity = difference.Entities.Single(entity => entity.Name == "go");
        Assert.Equal(
            [(kind, "arguments.m", Directions.Sent, sent), (kind, "returns.m", Directions.Received, received)],
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
    [InlineData("", """, "allow-oob": true""", ChangeKind.OutOfBandAllowed, Severity.Harmless)]
    [InlineData(""", "allow-oob": true""", "", ChangeKind.OutOfBandForbidden, Severity.Runtime)]
    [InlineData("", """, "features": ["f"]""", ChangeKind.FeatureAdded, Severity.Harmless)]
    [InlineData(""", "features": ["f"]""", "", ChangeKind.FeatureRemoved, Severity.Runtime)]
    [InlineData("", """, "features": ["deprecated"]""", ChangeKind.BecameDeprecated, Severity.Harmless)]
    [InlineData(""", "features": ["deprecated"]""", "", ChangeKind.BecameUndeprecated, Severity.Harmless)]
    [InlineData("", """, "features": ["unstable"]""", ChangeKind.BecameUnstable, Severity.Compile)]
    [InlineData(""", "features": ["unstable"]""", "", ChangeKind.BecameStable, Severity.Harmless)]
    [InlineData("", """, "ret-type": "[str]" """, ChangeKind.ResultAdded, Severity.Harmless)]
    [InlineData(""", "ret-type": "[str]" """, "", ChangeKind.ResultRemoved, Severity.Runtime)]
    [InlineData("", """, "ret-type": "Empty" """, null, Severity.Harmless)]
    [InlineData("", """, "arg-type": "Empty" """, null, Severity.Harmless)]
    internal void Command_WhenChanged_HasSeverity(string old, string @new, ChangeKind? kind, Severity severity)
    {
        SchemaDifference difference = SmallDump.Compare(
            SmallDump.FromEntities($$"""{"name": "go", "meta-type": "command"{{old}}}"""),
            SmallDump.FromEntities($$"""{"name": "go", "meta-type": "command"{{@new}}}""")
        );

        IEnumerable<Change> changes = difference
            .Entities.Where(entity => entity.Name == "go")
            .SelectMany(e => e.Changes);
        Assert.Equal(
            kind is { } expected ? [(expected, severity)] : [],
            changes.Select(change => (change.Kind, change.Severity))
        );
    }

    [Theory]
    [InlineData("Sent", Severity.Harmless, Severity.Runtime)]
    [InlineData("Received", Severity.Harmless, Severity.Compile)]
    internal void ValueAndBranch_WhenAddedOrRemoved_HaveSeverityOfDirection(
        string direction,
        Severity added,
        Severity removed
    )
    {
        string small = CreateUnion(direction, "\"a\"", """{"case": "a", "type": "A"}""");
        string large = CreateUnion(
            direction,
            "\"a\", \"b\"",
            """{"case": "a", "type": "A"}, {"case": "b", "type": "B"}"""
        );

        Assert.Equal(
            [(ChangeKind.ValueAdded, added), (ChangeKind.BranchAdded, added)],
            GetUnionChanges(SmallDump.Compare(small, large))
        );
        Assert.Equal(
            [(ChangeKind.ValueRemoved, removed), (ChangeKind.BranchRemoved, removed)],
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

        Change change = Assert.Single(Assert.Single(difference.Entities, entity => entity.Name == "go").Changes);
        Assert.Equal((ChangeKind.RequiredMemberAdded, "arguments[b].y"), (change.Kind, change.Path));
        Assert.Equal(Severity.Runtime, change.Severity);
    }

    [Theory]
    [InlineData("command", Severity.Runtime)]
    [InlineData("event", Severity.Runtime)]
    internal void Root_WhenRemoved_BreaksAtRunTime(string metaType, Severity severity)
    {
        string with = SmallDump.FromEntities($$"""{"name": "X", "meta-type": "{{metaType}}"}""");
        string without = SmallDump.FromEntities("""{"name": "Y", "meta-type": "object", "members": []}""");

        Assert.Contains(
            (EntityState.Removed, severity),
            SmallDump.Compare(with, without).Entities.Where(e => e.Name == "X").Select(e => (e.State, e.Severity))
        );
        Assert.Contains(
            (EntityState.Added, Severity.Harmless),
            SmallDump.Compare(without, with).Entities.Where(e => e.Name == "X").Select(e => (e.State, e.Severity))
        );
    }

    [Fact]
    public void Type_WhenRemoved_BreaksCompilation() =>
        Assert.Equal(
            (Severity.Compile, Severity.Harmless),
            (
                ChangeRules.ClassifyEntity(Generator.Names.Catalogue.EntryKind.Enum, EntityState.Removed),
                ChangeRules.ClassifyEntity(Generator.Names.Catalogue.EntryKind.Enum, EntityState.Added)
            )
        );

    [Fact]
    public void Change_InUnusedType_IsHarmless() =>
        Assert.All(
            Enum.GetValues<ChangeKind>(),
            kind => Assert.Equal(Severity.Harmless, ChangeRules.Classify(kind, Directions.None))
        );

    [Fact]
    public void Documentation_OfRules_ContainsAllRows()
    {
        string page = TestFile.Read("docs/diff.md");

        Assert.All(
            Enum.GetValues<ChangeKind>(),
            kind =>
            {
                string name = JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());
                string sent = ChangeRules.Classify(kind, Directions.Sent).ToString().ToLowerInvariant();
                string received = ChangeRules.Classify(kind, Directions.Received).ToString().ToLowerInvariant();
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

    private static IEnumerable<(ChangeKind, Severity)> GetUnionChanges(SchemaDifference difference) =>
        difference
            .Entities.Single(entity => entity.Name == "go")
            .Changes.Select(change => (change.Kind, change.Severity));
}
