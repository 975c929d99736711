using static QmpGen.Tests.ComparedSchemas;

namespace QmpGen.Tests;

/// <summary>The differences between compiled schemas and those of servers.</summary>
public sealed class SchemaComparisonTests
{
    private const string Choice = """{"name": "Choice", "meta-type": "enum", "values": ["a"]}""";

    [Theory]
    [InlineData("a:s", "a, m?: str", "OptionalMemberAdded", "+ m: Optional<string>", "Harmless", "Harmless")]
    [InlineData("a:s", "a, m: str", "RequiredMemberAdded", "+ m: string", "Runtime", "Harmless")]
    [InlineData("a:s *m:s", "a", "OptionalMemberRemoved", "- m: Optional<string>", "Runtime", "Compile")]
    [InlineData("a:s m:s", "a", "RequiredMemberRemoved", "- m: string", "Runtime", "Runtime")]
    [InlineData("m:s", "m?: str", "MemberBecameOptional", "! m: string -> Optional<string>", "Compile", "Runtime")]
    [InlineData("*m:i", "m: int", "MemberBecameRequired", "! m: Optional<integer> -> integer", "Runtime", "Compile")]
    [InlineData("m:i", "m: number", "TypeWidened", "! m: integer -> number", "Compile", "Runtime")]
    [InlineData("m:0", "m: str", "TypeWidened", "! m: Choice -> string", "Compile", "Runtime")]
    [InlineData("m:[s", "m: any", "TypeWidened", "! m: [string] -> any", "Compile", "Runtime")]
    [InlineData("m:n", "m: int", "TypeNarrowed", "! m: number -> integer", "Runtime", "Compile")]
    [InlineData("m:s", "m: Choice", "TypeNarrowed", "! m: string -> enum", "Runtime", "Compile")]
    [InlineData("m:s", "m: int", "TypeReplaced", "! m: string -> integer", "Runtime", "Runtime")]
    [InlineData("m:s", "m: [str]", "TypeReplaced", "! m: string -> [string]", "Runtime", "Runtime")]
    public void Member_WhenChanged_HasSeverityOfDirection(
        string old,
        string @new,
        string kind,
        string line,
        string sent,
        string received
    )
    {
        QmpSchemaComparison comparison = Compare(
            $"E Choice a\nO - {old}\nO - {old}\nC go=GoCommand 1 2",
            $$"""
            {"name": "go", "meta-type": "command", "arg-type": "0", "ret-type": "1"}, {{Choice}},
            {{CreateObject("0", @new)}}, {{CreateObject("1", @new)}}
            """
        );

        QmpSchemaEntityChange entity = Assert.Single(comparison.Entities);
        Assert.Equal(
            [
                (kind, "arguments.m", QmpSchemaDirections.Sent, sent),
                (kind, "returns.m", QmpSchemaDirections.Received, received),
            ],
            entity.Changes.Select(change =>
                (change.Kind.ToString(), change.Path, change.Directions, change.Severity.ToString())
            )
        );
        Assert.Equal(
            [". go", FormatLine(line, "arguments", sent), FormatLine(line, "returns", received)],
            FormatEntities(comparison)
        );
    }

    [Theory]
    [InlineData("oob", "", "-     allow-oob  [runtime]")]
    [InlineData("", """, "allow-oob": true""", "+     allow-oob")]
    [InlineData("", """, "features": ["f"]""", "+     feature 'f'")]
    [InlineData("$f", "", "-     feature 'f'  [runtime]")]
    [InlineData("", """, "features": ["deprecated"]""", "+     feature 'deprecated'")]
    [InlineData("$deprecated", "", "-     feature 'deprecated'")]
    [InlineData("", """, "features": ["unstable"]""", "+     feature 'unstable'  [compile]")]
    [InlineData("$unstable", "", "-     feature 'unstable'")]
    [InlineData("", """, "ret-type": "[str]" """, "+     returns: [string]")]
    [InlineData("result", "", "-     returns: [string]  [runtime]")]
    public void Command_WhenChanged_HasOneLine(string old, string @new, string line)
    {
        string features = old.StartsWith('$') ? old : "";
        string outOfBand = old == "oob" ? " oob" : "";
        QmpSchemaComparison comparison = Compare(
            $"C go=GoCommand{features} - {(old == "result" ? "[s" : "-")}{outOfBand}",
            $$"""{"name": "go", "meta-type": "command", "arg-type": "Empty"{{(
                @new.Contains("ret-type", StringComparison.Ordinal) ? "" : """, "ret-type": "Empty" """
            )}}{{@new}}}"""
        );

        Assert.Equal([". go", line], FormatEntities(comparison));
    }

    [Fact]
    public void ValuesAndBranches_WhenAddedOrRemoved_AreListedAtTheirPlace()
    {
        QmpSchemaComparison comparison = Compare(
            """
            E Kind a b
            O - kind:0 ? kind +a=A:2 +b=B:2
            O - x:s
            O - either:4
            A Either s z
            C go=GoCommand 1 -
            V GONE=GoneEvent 3
            """,
            """
            {"name": "go", "meta-type": "command", "arg-type": "1", "ret-type": "Empty"},
            {"name": "GONE", "meta-type": "event", "arg-type": "4"},
            {"name": "0", "meta-type": "enum", "values": ["a", "c"]},
            {"name": "1", "meta-type": "object", "tag": "kind", "members": [{"name": "kind", "type": "0"}],
             "variants": [{"case": "a", "type": "2"}, {"case": "c", "type": "3"}]},
            {"name": "2", "meta-type": "object", "members": [{"name": "x", "type": "int"}]},
            {"name": "3", "meta-type": "object", "members": [{"name": "y", "type": "int"}]},
            {"name": "4", "meta-type": "object", "members": [{"name": "either", "type": "5"}]},
            {"name": "5", "meta-type": "alternate", "members": [{"type": "str"}, {"type": "3"}]}
            """
        );

        Assert.Equal(
            [
                ". go",
                ".     arguments.kind: enum",
                "-         'b'  [runtime]",
                "+         'c'",
                "!     arguments[a].x: string -> integer  [runtime]",
                "-     arguments[b]: object  [runtime]",
                "+     arguments[c]: object",
                ". GONE",
                "-     data.either|null: null  [compile]",
                "+     data.either|object: object",
            ],
            FormatEntities(comparison)
        );
    }

    [Fact]
    public void Type_InSeveralPlaces_IsListedOnce()
    {
        QmpSchemaComparison comparison = Compare(
            "O Node *next:0 name:s\nO - node:0\nC go=GoCommand 1 [0",
            """
            {"name": "go", "meta-type": "command", "arg-type": "1", "ret-type": "[0]"},
            {"name": "0", "meta-type": "object", "members": [{"name": "next", "type": "0", "default": null}]},
            {"name": "[0]", "meta-type": "array", "element-type": "0"},
            {"name": "1", "meta-type": "object", "members": [{"name": "node", "type": "0"}]}
            """
        );

        Assert.Equal(
            [". Node  (sent and received; go: returns[])", "-     name: string  [runtime]"],
            FormatEntities(comparison)
        );
    }

    [Fact]
    public void CommandsAndEvents_OfOneSchema_AreListedByName()
    {
        QmpSchemaComparison comparison = Compare(
            "C gone=GoneCommand - -\nV LOST=LostEvent -",
            """
            {"name": "fresh", "meta-type": "command", "arg-type": "Empty", "ret-type": "Empty"},
            {"name": "FOUND", "meta-type": "event", "arg-type": "Empty"}
            """
        );

        Assert.Equal(
            """
            7.2.22 -> 10.0.13

            commands:

            + fresh
            - gone  [runtime]

            events:

            + FOUND
            - LOST  [runtime]

            summary:

            commands: 1 removed, 1 added, 0 changed
            events:   1 removed, 1 added, 0 changed
            types:    0 removed, 0 added, 0 changed (0 renamed)
            members:  0 required and 0 optional added, 0 required and 0 optional removed, 0 became required,
            severity: 2 runtime, 0 compile, 2 harmless

            """.ReplaceLineEndings("\n"),
            comparison.ToString().Replace(" 0 became optional", "", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void MergedBindings_ThatAccountForADifference_NameTheReleases()
    {
        const string Server = """
            {"name": "go", "meta-type": "command", "arg-type": "1", "ret-type": "Empty"},
            {"name": "1", "meta-type": "object", "members": [
              {"name": "r", "type": "str"}, {"name": "t", "type": "str"}]}
            """;
        const string Compiled = "R 1\nO - *n:s@0 *r:s/0 t:a\nC go=GoCommand 0 -\nC fresh=FreshCommand@0 - -";

        Assert.Equal(
            [
                "- fresh  (as in 5.2.0)",
                ". go",
                "-     arguments.n: Optional<string>  (as in 5.2.0)",
                "!     arguments.r: Optional<string> -> string  (as in 7.2.22)",
                "!     arguments.t: any -> string  [runtime]",
            ],
            FormatEntities(Compare(Compiled, Server, "5.2.0", "7.2.22"))
        );
        Assert.Contains(
            "!     arguments.t: any -> string  (as in 10.0.13)",
            FormatEntities(Compare(Compiled, Server, "5.2.0", "10.0.13"))
        );
    }

    [Fact]
    public void Member_ThatMovedBetweenUnionAndBranch_IsUnchanged()
    {
        QmpSchemaComparison comparison = Compare(
            "E Kind a\nO - kind:0 ? kind +a=A:2\nO - x:s\nC go=GoCommand - 1",
            """
            {"name": "go", "meta-type": "command", "arg-type": "Empty", "ret-type": "1"},
            {"name": "0", "meta-type": "enum", "values": ["a"]},
            {"name": "1", "meta-type": "object",
             "members": [{"name": "kind", "type": "0"}, {"name": "x", "type": "str"}]}
            """
        );

        Assert.Empty(comparison.Entities);
        Assert.Equal(QmpSchemaSeverity.Harmless, comparison.Severity);
    }

    [Fact]
    public void Text_FromAHostileServer_IsEscaped() =>
        Assert.Contains(
            """+ a\u001B\u000Ab""",
            FormatEntities(
                Compare(
                    "",
                    """{"name": "a\u001b\nb", "meta-type": "command", "arg-type": "Empty", "ret-type": "Empty"}"""
                )
            )
        );

    [Fact]
    public void HostileServer_WithManyTypesForOne_IsComparedInLinearTime()
    {
        const int Count = 20_000;
        IEnumerable<string> chain = Enumerable
            .Range(0, Count)
            .Select(i =>
                $$"""
                    {"name": "{{i}}", "meta-type": "object", "members": [
                      {"name": "next", "type": "{{(i + 1) % Count}}"}, {"name": "x{{i}}", "type": "str"}]}
                    """
            );
        QmpSchemaComparison comparison = Compare(
            "O Node next:0 other:0\nC go=GoCommand 0 -",
            $$"""
            {"name": "go", "meta-type": "command", "arg-type": "0", "ret-type": "Empty"},
            {{string.Join(",", chain)}}
            """
        );

        Assert.InRange(comparison.ToString().Length, 1, 200 * Count);
    }

    private static string CreateObject(string name, string members)
    {
        IEnumerable<string> parts = members
            .Split(", ")
            .Select(member => member.Split(": "))
            .Select(parts =>
                $$"""
                {"name": "{{parts[0].TrimEnd('?')}}", "type": "{{(parts.Length == 1 ? "str" : parts[1])}}"{{(
                    parts[0].EndsWith('?') ? """, "default": null""" : ""
                )}}}
                """
            );
        return $$"""{"name": "{{name}}", "meta-type": "object", "members": [{{string.Join(",", parts)}}]}""";
    }

    private static string FormatLine(string line, string place, string severity) =>
        $"{line[0]}     {place}.{line[2..]}" + (severity == "Harmless" ? "" : $"  [{severity.ToLowerInvariant()}]");
}
