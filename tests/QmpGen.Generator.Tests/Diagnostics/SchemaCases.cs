namespace QmpGen.Generator.Tests.Diagnostics;

/// <summary>Schemas with an invalid part. The first entity of a case is on line 8.</summary>
internal static class SchemaCases
{
    public static IEnumerable<DiagnosticCase> All =>
        [.. Entities, .. Types, .. Unions, .. Alternates, .. Arguments, .. Collisions, .. Names, .. Limits];

    private static IEnumerable<DiagnosticCase> Entities =>
        [
            Invalid("Entity without name", "(8,1)", """{"meta-type": "enum", "values": []}""", "'name'"),
            Invalid("Entity that is a number", "(8,1)", "5", "'name'"),
            Invalid(
                "Entity with numeric name",
                "(8,10)",
                """{"name": 5, "meta-type": "enum", "values": []}""",
                "'name'"
            ),
            Invalid("Entity without meta-type", "(8,1)", """{"name": "x"}""", "'x'", "'meta-type'"),
            Invalid("Object without members", "(8,1)", """{"name": "x", "meta-type": "object"}""", "'x'", "'members'"),
            Invalid(
                "Enum with numeric members",
                "(8,47)",
                """{"name": "x", "meta-type": "enum", "members": 1}""",
                "'x'",
                "'members'"
            ),
            Invalid(
                "Builtin without JSON type",
                "(8,1)",
                """{"name": "x", "meta-type": "builtin"}""",
                "'x'",
                "'json-type'"
            ),
            Invalid(
                "Tag that is not a member",
                "(8,45)",
                """{"name": "x", "meta-type": "object", "tag": "t", "members": [], "variants": []}""",
                "'x'",
                "'t'"
            ),
            Invalid(
                "Member without name",
                "(8,79)",
                """{"name": "x", "meta-type": "object", "members": [{"name": "a", "type": "77"}, {}]}""",
                "'x'",
                "'name'"
            ),
            Case(
                "Unknown meta-type",
                "QMPGEN005",
                "(8,28)",
                ["'x'", "'novelty'"],
                """{"name": "x", "meta-type": "novelty"}"""
            ),
            Case(
                "Unknown JSON type",
                "QMPGEN016",
                "(8,52)",
                ["'x'", "'date'"],
                """{"name": "x", "meta-type": "builtin", "json-type": "date"}"""
            ),
            Case(
                "Duplicate of builtin",
                "QMPGEN007",
                "(8,10)",
                ["'str'"],
                """{"name": "str", "meta-type": "enum", "values": []}"""
            ),
            Case(
                "Duplicate with missing type",
                "QMPGEN007",
                "(8,10)",
                ["'str'"],
                """{"name": "str", "meta-type": "array", "element-type": "77"}"""
            ),
        ];

    private static IEnumerable<DiagnosticCase> Types =>
        [
            Missing(
                "Missing element type",
                "(8,53)",
                "'77'",
                """{"name": "x", "meta-type": "array", "element-type": "77"}"""
            ),
            Missing(
                "Missing type of arguments and result",
                "(8,51)",
                "'77'",
                """{"name": "x", "meta-type": "command", "arg-type": "77", "ret-type": "77"}"""
            ),
            Missing(
                "Command as argument type",
                "(8,51)",
                "'rest'",
                """{"name": "x", "meta-type": "command", "arg-type": "rest", "ret-type": "0"}"""
            ),
            Missing(
                "Missing tag type",
                "(8,84)",
                "'99'",
                """{"name": "x", "meta-type": "object", "tag": "t", "members": [{"name": "t", "type": "99"}], "variants": [{"case": "a", "type": "0"}]}"""
            ),
        ];

    private static IEnumerable<DiagnosticCase> Unions =>
        [
            Union("Tag that is not an enum", "(8,71)", """{"name": "t", "type": "str"}""", "", "'t'"),
            Union(
                "Optional tag",
                "(8,71)",
                """{"name": "t", "type": "e", "default": null}""",
                """{"case": "a", "type": "0"}""",
                "'t'"
            ),
            Union(
                "Case that is not a value",
                "(8,104)",
                """{"name": "t", "type": "e"}""",
                """{"case": "c", "type": "0"}""",
                "'c'",
                "'t'"
            ),
            Union(
                "Branch that is not an object",
                "(8,104)",
                """{"name": "t", "type": "e"}""",
                """{"case": "a", "type": "str"}""",
                "'a'",
                "'str'"
            ),
            Union(
                "Branch that contains the union",
                "(8,104)",
                """{"name": "t", "type": "e"}""",
                """{"case": "a", "type": "x"}""",
                "'a'"
            ),
        ];

    private static IEnumerable<DiagnosticCase> Alternates =>
        [
            Alternate(
                "Two string branches",
                "QMPGEN009",
                "(10,96)",
                """{"type": "str"}, {"type": "int"}, {"type": "e"}""",
                "'e'",
                "'a'"
            ),
            Alternate(
                "Branch of any type",
                "QMPGEN009",
                "(10,79)",
                """{"type": "str"}, {"type": "any"}""",
                "'any'",
                "'a'"
            ),
            Alternate("Branch of missing type", "QMPGEN006", "(10,79)", """{"type": "str"}, {"type": "99"}""", "'99'"),
        ];

    private static IEnumerable<DiagnosticCase> Arguments =>
        [
            Case(
                "Arguments that are not an object",
                "QMPGEN014",
                "(8,51)",
                ["'x'", "'int'"],
                """{"name": "x", "meta-type": "command", "arg-type": "int"}"""
            ),
            Case(
                "Event data that is not an object",
                "QMPGEN014",
                "(8,49)",
                ["'X'", "'int'"],
                """{"name": "X", "meta-type": "event", "arg-type": "int"}"""
            ),
        ];

    private static IEnumerable<DiagnosticCase> Collisions =>
        [
            Collision(
                "Commands with the same C# name",
                "(9,10)",
                ["commands", "'do-x' becomes DoXCommand", "'do_x' becomes DoXCommand2"],
                """{"name": "do-x", "meta-type": "command", "arg-type": "0", "ret-type": "0"}""",
                """{"name": "do_x", "meta-type": "command", "arg-type": "0", "ret-type": "0"}"""
            ),
            Collision(
                "Commands in another order",
                "(8,10)",
                ["commands", "'do-x' becomes DoXCommand", "'do_x' becomes DoXCommand2"],
                """{"name": "do_x", "meta-type": "command", "arg-type": "0", "ret-type": "0"}""",
                """{"name": "do-x", "meta-type": "command", "arg-type": "0", "ret-type": "0"}"""
            ),
            Collision(
                "Events with the same C# name",
                "(9,10)",
                ["events", "'GO-ON' becomes GoOnEvent", "'GO_ON' becomes GoOnEvent2"],
                """{"name": "GO-ON", "meta-type": "event", "arg-type": "0"}""",
                """{"name": "GO_ON", "meta-type": "event", "arg-type": "0"}"""
            ),
            Collision(
                "Members with the same C# name",
                "(9,91)",
                ["'o'", "'a-b' becomes AB", "'a_b' becomes ABValue"],
                """{"name": "x", "meta-type": "command", "arg-type": "o", "ret-type": "o"}""",
                """{"name": "o", "meta-type": "object", "members": [{"name": "a-b", "type": "str"}, {"name": "a_b", "type": "str"}]}"""
            ),
            Collision(
                "Values that differ in case",
                "(9,52)",
                ["'e'", "'X' becomes X", "'x' becomes X2"],
                """{"name": "u", "meta-type": "object", "tag": "t", "members": [{"name": "t", "type": "e"}], "variants": [{"case": "x", "type": "0"}]}""",
                """{"name": "e", "meta-type": "enum", "values": ["y", "x", "X"]}""",
                """{"name": "x", "meta-type": "command", "arg-type": "u", "ret-type": "u"}"""
            ),
            Collision(
                "Values with the same C# name",
                "(8,74)",
                ["'e'", "'a.b' becomes AB", "'a_b' becomes AB2"],
                """{"name": "e", "meta-type": "enum", "members": [{"name": "a.b"}, {"name": "a_b"}]}""",
                """{"name": "x", "meta-type": "command", "arg-type": "o", "ret-type": "o"}""",
                """{"name": "o", "meta-type": "object", "members": [{"name": "e", "type": "e"}]}"""
            ),
        ];

    private static IEnumerable<DiagnosticCase> Names =>
        [
            Invalid(
                "Name with blank",
                "(8,10)",
                """{"name": "a b", "meta-type": "enum", "values": []}""",
                "'a b'",
                "U+0020"
            ),
            Invalid(
                "Value with control character",
                "(8,47)",
                """{"name": "x", "meta-type": "enum", "values": ["a\u0007b"]}""",
                "'x'",
                "'a?b'",
                "U+0007"
            ),
            Invalid(
                "Member with bidirectional control",
                "(8,59)",
                """{"name": "x", "meta-type": "object", "members": [{"name": "a\u202eb", "type": "str"}]}""",
                "'x'",
                "'a?b'",
                "U+202E"
            ),
            Invalid(
                "Feature with blank",
                "(8,66)",
                """{"name": "x", "meta-type": "object", "members": [], "features": ["a b"]}""",
                "'x'",
                "'a b'"
            ),
            Invalid(
                "Name that is too long",
                "(8,10)",
                $$"""{"name": "{{new string('x', 257)}}", "meta-type": "enum", "values": []}""",
                "257",
                "256"
            ),
        ];

    private static IEnumerable<DiagnosticCase> Limits =>
        [
            Limit("Unions nested too deep", "(9,9)", HostileSchema.NestUnions(9), "'100'", "9 levels", "8"),
            Limit("Type with a path that is too long", "(94,9)", HostileSchema.NestObjects(300), "'185'", "256"),
            Limit("Code of all entities", "(19,9)", HostileSchema.ShareArguments(100, 500), "'go10'", "all entities"),
        ];

    private static DiagnosticCase Limit(string name, string place, string schema, params string[] arguments) =>
        DiagnosticCase.Create(name, "QMPGEN024", place, arguments, schema);

    private static DiagnosticCase Invalid(string name, string place, string entity, params string[] arguments) =>
        Case(name, "QMPGEN004", place, arguments, entity);

    private static DiagnosticCase Missing(string name, string place, string type, string entity) =>
        Case(name, "QMPGEN006", place, [type], entity);

    private static DiagnosticCase Union(
        string name,
        string place,
        string tag,
        string variants,
        params string[] arguments
    ) =>
        Case(
            name,
            "QMPGEN008",
            place,
            ["'x'", .. arguments],
            $$"""{"name": "x", "meta-type": "object", "tag": "t", "members": [{{tag}}], "variants": [{{variants}}]}""",
            """{"name": "e", "meta-type": "enum", "values": ["a", "b"]}"""
        );

    private static DiagnosticCase Alternate(
        string name,
        string id,
        string place,
        string branches,
        params string[] arguments
    ) =>
        DiagnosticCase.Create(
            name,
            id,
            place,
            arguments,
            Schemas.WithMembers(
                """{"name": "what", "type": "a"}""",
                $$"""{"name": "a", "meta-type": "alternate", "members": [{{branches}}]}""",
                """{"name": "e", "meta-type": "enum", "values": ["x"]}""",
                Schemas.Rest
            )
        );

    private static DiagnosticCase Collision(string name, string place, string[] arguments, params string[] entities) =>
        Case(name, "QMPGEN017", place, arguments, entities);

    private static DiagnosticCase Case(
        string name,
        string id,
        string place,
        string[] arguments,
        params string[] entities
    ) => DiagnosticCase.Create(name, id, place, arguments, Schemas.Create([.. entities, Schemas.Rest]));
}
