namespace QmpGen.Generator.Tests;

/// <summary>Creates small schemas.</summary>
internal static class Schemas
{
    private const string Builtins = """
        {"name": "str", "meta-type": "builtin", "json-type": "string"},
        {"name": "int", "meta-type": "builtin", "json-type": "int"},
        {"name": "bool", "meta-type": "builtin", "json-type": "boolean"},
        {"name": "null", "meta-type": "builtin", "json-type": "null"},
        {"name": "any", "meta-type": "builtin", "json-type": "value"},
        {"name": "0", "meta-type": "object", "members": []}
        """;

    /// <summary>A command that does not use any other entity.</summary>
    public const string Rest = """{"name": "rest", "meta-type": "command", "arg-type": "0", "ret-type": "0"}""";

    /// <summary>Creates a schema with the builtins and other entities, which start on line 8.</summary>
    public static string Create(params string[] entities) => $"[\n{string.Join(",\n", [Builtins, .. entities])}\n]\n";

    /// <summary>Creates a schema with a command <c>go</c> and other entities.</summary>
    /// <param name="members">The arguments of the command.</param>
    public static string WithMembers(string members, params string[] entities) =>
        Create([
            """{"name": "go", "meta-type": "command", "arg-type": "args", "ret-type": "0"}""",
            $$"""{"name": "args", "meta-type": "object", "members": [{{members}}]}""",
            .. entities,
        ]);
}
