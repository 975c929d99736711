namespace QmpGen.Generator.Tests;

/// <summary>Creates schemas that exceed a limit, each with a command <c>rest</c> after the others.</summary>
internal static class HostileSchema
{
    /// <summary>Unions in unions, each level with two branches of the next.</summary>
    public static string NestUnions(int levels) =>
        Create([
            Command("go", "0", "100"),
            .. Enumerable
                .Range(100, levels)
                .SelectMany(i =>
                    Union(i, [$$"""{"case":"a","type":"{{i + 1}}"}""", $$"""{"case":"b","type":"{{i + 1}}"}"""])
                ),
            Object($"{100 + levels}", 1),
        ]);

    /// <summary>Objects in objects, which have names by path.</summary>
    public static string NestObjects(int levels) =>
        Create([
            Command("go", "0", "100"),
            .. Enumerable
                .Range(100, levels)
                .Select(i =>
                    $$"""{"name":"{{i}}","meta-type":"object","members":[{"name":"abc","type":"{{i + 1}}"}]}"""
                ),
            Object($"{100 + levels}", 1),
        ]);

    /// <summary>An object with many members, which is also an argument type.</summary>
    public static string AddMembers(int members) =>
        Create([Command("go", "0", "o"), Command("use", "o", "0"), Object("o", members)]);

    /// <summary>Commands that share an argument type.</summary>
    public static string ShareArguments(int commands, int members) =>
        Create([Object("o", members), .. Enumerable.Range(0, commands).Select(i => Command($"go{i}", "o", "0"))]);

    /// <summary>A union whose tag has many values.</summary>
    public static string AddTagValues(int values) =>
        Create([
            Command("go", "0", "100"),
            Command("use", "100", "0"),
            """{"name":"100","meta-type":"object","tag":"t","members":[{"name":"t","type":"e"}],"variants":[]}""",
            Enum("e", Enumerable.Range(0, values).Select(i => $"v{i}")),
        ]);

    /// <summary>An enum with a value of all UTF-16 code units.</summary>
    public static string UseAllUnits() =>
        Create([
            Command("go", "0", "e"),
            Enum("e", ["a", string.Concat(Enumerable.Range(0, 65_536).Select(i => $"\\u{i:x4}"))]),
        ]);

    private static string Create(IEnumerable<string> entities) => Schemas.Create([.. entities, Schemas.Rest]);

    private static string Command(string name, string arguments, string result) =>
        $$"""{"name":"{{name}}","meta-type":"command","arg-type":"{{arguments}}","ret-type":"{{result}}"}""";

    private static string Object(string name, int members)
    {
        IEnumerable<string> list = Enumerable.Range(0, members).Select(i => $$"""{"name":"m{{i}}","type":"str"}""");
        return $$"""{"name":"{{name}}","meta-type":"object","members":[{{string.Join(',', list)}}]}""";
    }

    private static IEnumerable<string> Union(int name, IEnumerable<string> variants) =>
        [
            $$"""{"name":"{{name}}","meta-type":"object","tag":"t","members":[{"name":"t","type":"e{{name}}"}],"variants":[{{string.Join(',', variants)}}]}""",
            Enum($"e{name}", ["a", "b"]),
        ];

    private static string Enum(string name, IEnumerable<string> values) =>
        $$"""{"name":"{{name}}","meta-type":"enum","values":[{{string.Join(',', values.Select(value => $"\"{value}\""))}}]}""";
}
