namespace QmpGen.Generator.Tests.Diagnostics;

/// <summary>Files without a schema.</summary>
internal static class JsonCases
{
    public static IEnumerable<DiagnosticCase> All => [s_unreadable, .. Syntax, .. Documents];

    private static readonly DiagnosticCase s_unreadable = new(
        "Unreadable schema file",
        "QMPGEN001",
        "schema.json(1,1)",
        ["'schema.json'"],
        new InMemorySchema("schema.json", null, ("Namespace", "Qemu"))
    );

    private static IEnumerable<DiagnosticCase> Syntax =>
        [
            NotJson("Empty file", "(1,1)", ""),
            NotJson("Plain text", "(1,1)", "hello", "'h'"),
            NotJson("Misspelt word", "(1,2)", "[nul]", "'n'"),
            NotJson(
                "Missing comma in object",
                "(2,16)",
                "[\n  {\"name\": \"x\" \"meta-type\": \"enum\"}\n]",
                "','",
                "'}'"
            ),
            NotJson("Missing comma in array", "(1,5)", "[{} {}]", "','", "']'"),
            NotJson("Missing colon", "(1,10)", "[{\"name\" \"x\"}]", "':'"),
            NotJson("Member name without quotes", "(1,3)", "[{name: \"x\"}]"),
            NotJson("Truncated string", "(1,33)", "[{\"name\": \"x\", \"meta-type\": \"com", "line 1, column 29"),
            NotJson("Truncated object", "(1,14)", "[{\"name\": \"x\"", "line 1, column 2"),
            NotJson("Unknown escape sequence", "(2,5)", "[{\"name\": \"x\"},\n{\"na\\qme\": 1}]"),
            NotJson("Trailing comma", "(3,1)", "[\n1,\n]", "']'"),
            NotJson("NUL character", "(2,1)", "[\n\0{}]", "UTF-8"),
            NotJson(
                "UTF-16 file without byte order mark",
                "(1,2)",
                string.Concat(Schemas.Create(Schemas.Rest).Select(c => c + "\0")),
                "UTF-8"
            ),
            NotJson("Deep arrays", "(1,201)", string.Concat(Enumerable.Repeat("[", 100_000)), "200"),
            NotJson("Deep objects", "(1,2201)", string.Concat(Enumerable.Repeat("{\"return\": ", 100_000)), "200"),
        ];

    private static IEnumerable<DiagnosticCase> Documents =>
        [
            NoSchema("Other response", "(1,1)", "{\"return\": {\"status\": \"running\"}}"),
            NoSchema("Transcript with other response", "(2,1)", "{\"QMP\": {}}\n{\"return\": {}}"),
            NoSchema("Response with empty array", "(1,1)", "{\"return\": []}"),
            NoSchema("Transcript without response", "(1,1)", "{\"QMP\": {\"version\": {}}}"),
            NoSchema(
                "Error response",
                "(2,11)",
                "{\"return\": {}}\n{\"error\": {\"class\": \"CommandNotFound\", \"desc\": \"The command query-qmp-schema has not been found\"}}",
                "'CommandNotFound'",
                "The command query-qmp-schema has not been found"
            ),
            NoSchema("Error response of another format", "(1,11)", "{\"error\": 5}"),
            NoSchema("Empty array", "(1,1)", "[]"),
            NoSchema("Array of other values", "(1,1)", "[{\"name\": \"query-status\"}, 5, null]"),
            NoSchema("Single entity", "(1,1)", "{\"name\": \"stop\", \"meta-type\": \"command\"}"),
            NoSchema("Number", "(1,1)", "5"),
        ];

    private static DiagnosticCase NotJson(string name, string place, string text, params string[] arguments) =>
        DiagnosticCase.Create(name, "QMPGEN002", place, arguments, text);

    private static DiagnosticCase NoSchema(string name, string place, string text, params string[] arguments) =>
        DiagnosticCase.Create(name, "QMPGEN003", place, arguments, text);
}
