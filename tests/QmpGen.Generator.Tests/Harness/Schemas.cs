namespace QmpGen.Generator.Tests;

/// <summary>Small schemas by hand, for what no real dump has.</summary>
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

    /// <summary>A command that has nothing to do with the rest of a schema.</summary>
    public const string Rest = """{"name": "rest", "meta-type": "command", "arg-type": "0", "ret-type": "0"}""";

    /// <summary>A schema of the builtins and some entities, one on a line; the first of them stands on line
    /// 8.</summary>
    public static string Of(params string[] entities) => $"[\n{string.Join(",\n", [Builtins, .. entities])}\n]\n";

    /// <summary>A command <c>go</c> whose arguments have these members, and the types that they need.</summary>
    public static string WithMembers(string members, params string[] entities) =>
        Of([
            """{"name": "go", "meta-type": "command", "arg-type": "args", "ret-type": "0"}""",
            $$"""{"name": "args", "meta-type": "object", "members": [{{members}}]}""",
            .. entities,
        ]);
}
