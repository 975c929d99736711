using System.Globalization;
using static QmpGen.Fuzz.Growth.GeneratorInput;

namespace QmpGen.Fuzz.Growth;

/// <summary>Schemas with many, huge, nested or multiplied parts.</summary>
internal static class SchemaShapes
{
    public static IReadOnlyList<GrowthShape> All =>
        [.. Names, .. Collisions, .. Nesting, .. Products, .. Counts, .. Texts];

    private static IEnumerable<GrowthShape> Names =>
        [
            Schema("name: enum value of all units", 65_536, n => [Command("go", "e"), Enum("e", [AllUnits(n), "b"])]),
            Schema("name: command", 500_000, n => [Command(Letters(n), "str")]),
            Schema("name: type", 200_000, n => [Command("go", Letters(n)), Enum(Letters(n), ["a"])]),
            Schema("name: enum with alike values", 1_000, n => [Command("go", Letters(n)), Enum(Letters(n), Alike(n))]),
            Schema(
                "name: member",
                200_000,
                n => [Command("go", "o"), Object("o", Repeat(1, _ => Member(Letters(n), "str")))]
            ),
            Schema("name: case", 200_000, n => [Command("go", "u"), .. Union("u", [], [(Letters(n), "0")])]),
            Schema(
                "name: feature",
                200_000,
                n => [$$"""{"name":"go","meta-type":"command","arg-type":"0","features":["{{Letters(n)}}"]}"""]
            ),
            Schema("name: missing type", 200_000, n => [Command("go", "o"), Object("o", [Member("a", Letters(n))])]),
            Schema("name: meta-type", 200_000, n => [$$"""{"name":"x","meta-type":"{{Letters(n)}}"}"""]),
            Schema("name: blanks", 5_000, n => Repeat(n, i => Command($"go {i}", "str"))),
        ];

    private static IEnumerable<GrowthShape> Collisions =>
        [
            Schema("alike: values", 2_000, n => [Command("go", "e"), Enum("e", Alike(n))]),
            Schema(
                "alike: members",
                2_000,
                n => [Command("go", "o"), Object("o", Alike(n).Select(name => Member(name, "str")))]
            ),
            Schema("alike: commands", 2_000, n => Alike(n).Select(name => Command(name, "str"))),
            Schema("alike: events", 2_000, n => Alike(n).Select(name => Event(name, "0"))),
            Schema(
                "alike: cases",
                1_000,
                n => [Command("go", "u"), .. Union("u", [], Alike(n).Select(name => (name, "0")))]
            ),
            Schema(
                "alike: paths",
                1_000,
                n =>
                    [
                        Command("go", "o"),
                        Object("o", Alike(n).Select((name, i) => Member(name, $"{100 + i}"))),
                        .. Repeat(n, i => Object($"{100 + i}", [Member("a", "str")])),
                    ]
            ),
            Schema(
                "alike: parameters",
                2_000,
                n => [CommandWith("go", "o"), Object("o", Alike(n).Select(name => Member(name, "str")))]
            ),
        ];

    private static IEnumerable<GrowthShape> Nesting =>
        [
            Schema("nesting: unions, 2 branches", 16, n => Tree(n, 2)),
            Schema("nesting: unions, 2 branches, deep", 400, n => Tree(n, 2)),
            Schema("nesting: unions, 10 branches", 5, n => Tree(n, 10)),
            Schema("nesting: unions, 1 branch", 3_000, n => Tree(n, 1)),
            Schema(
                "nesting: unions, all used",
                400,
                n => [.. Tree(n, 2), .. Repeat(n, i => Command($"go{i}", $"{100 + i}"))]
            ),
            Schema(
                "nesting: unions in a ring",
                2_000,
                n => [.. Tree(n, 2).SkipLast(1), .. Union($"{100 + n}", [], [("a", "100")])]
            ),
            Schema(
                "nesting: unions all to all",
                60,
                n =>
                    [
                        Command("go", "100"),
                        .. Repeat(
                                n,
                                i =>
                                    Union($"{100 + i}", [], Enumerable.Range(0, n).Select(j => ($"c{j}", $"{100 + j}")))
                            )
                            .SelectMany(union => union),
                    ]
            ),
            Schema(
                "nesting: unions all to later",
                60,
                n =>
                    [
                        Command("go", "100"),
                        .. Repeat(
                                n,
                                i =>
                                    Union(
                                        $"{100 + i}",
                                        [],
                                        Enumerable.Range(i + 1, n - 1 - i).Select(j => ($"c{j}", $"{100 + j}"))
                                    )
                            )
                            .SelectMany(union => union),
                    ]
            ),
            Schema("nesting: objects by path", 3_000, n => Chain(n, "abcdefgh", i => $"{100 + i}")),
            Schema("nesting: objects by path, long", 400, n => Chain(n, Letters(200), i => $"{100 + i}")),
            Schema("nesting: objects with names", 3_000, n => Chain(n, "abcdefgh", i => $"Type{i}")),
            Schema(
                "nesting: objects, masked below names",
                1_500,
                n =>
                    [
                        .. Chain(n, "abcdefgh", i => $"Type{i}"),
                        .. Repeat(n, i => Object($"{100 + i}", [Member("x", "str")])),
                        Command("more", "o"),
                        Object("o", Repeat(n, i => Member($"m{i}", $"{100 + i}"))),
                    ]
            ),
            Schema(
                "nesting: diamonds",
                2_000,
                n =>
                    [
                        Command("go", "100"),
                        .. Repeat(n, i => Object($"{100 + i}", [Member("a", $"{101 + i}"), Member("b", $"{101 + i}")])),
                        Object($"{100 + n}", [Member("x", "str")]),
                    ]
            ),
            Schema(
                "nesting: arrays",
                5_000,
                n =>
                    [
                        Command("go", "100"),
                        .. Repeat(n, i => Array($"{100 + i}", $"{101 + i}")),
                        Object($"{100 + n}", [Member("x", "str")]),
                    ]
            ),
            Schema(
                "nesting: alternates",
                3_000,
                n =>
                    [
                        Command("go", "100"),
                        .. Repeat(n, i => Alternate($"{100 + i}", [$"{101 + i}", "str"])),
                        Object($"{100 + n}", [Member("x", "str")]),
                    ]
            ),
            Schema(
                "nesting: alternates of objects",
                3_000,
                n =>
                    [
                        Command("go", "100"),
                        .. Repeat(
                            n,
                            i =>
                                i % 2 == 0
                                    ? Alternate($"{100 + i}", [$"{101 + i}", "str"])
                                    : Object($"{100 + i}", [Member("a", $"{101 + i}")])
                        ),
                        Object($"{100 + n}", [Member("x", "str")]),
                    ]
            ),
            new("nesting: JSON", 100_000, n => Create(new string('[', n) + new string(']', n))),
        ];

    private static IEnumerable<GrowthShape> Products =>
        [
            Schema(
                "product: variants of base members",
                1_000,
                n => [Command("go", "u"), .. Union("u", Many(n, "m"), Cases(n, "0"))]
            ),
            Schema(
                "product: variants, both directions",
                1_000,
                n =>
                    [
                        Command("go", "u"),
                        CommandWith("set", "u"),
                        .. Union("u", Many(n, "m"), Cases(n, "o")),
                        Object("o", Many(10, "x")),
                    ]
            ),
            Schema(
                "product: variants of one object",
                500,
                n => [Command("go", "u"), .. Union("u", [], Cases(n, "o")), Object("o", Many(n, "x"))]
            ),
            Schema(
                "product: variants like members",
                1_000,
                n =>
                    [
                        Command("go", "u"),
                        .. Union("u", [], Repeat(n, i => ($"c{i}", $"{100 + i}"))),
                        .. Repeat(n, i => Object($"{100 + i}", [Member($"c{i}", "str"), Member("x", "str")])),
                    ]
            ),
            Schema(
                "product: one case many times",
                2_000,
                n => [Command("go", "u"), .. Union("u", [], Repeat(n, _ => ("a", "0")))]
            ),
            Schema(
                "product: unions of one tag",
                300,
                n =>
                    [
                        Enum("e", Repeat(n, i => $"v{i}")),
                        .. Repeat(n, i => Object($"{100 + i}", [Member("t", "e")], "t", [("v0", "0")])),
                        .. Repeat(n, i => Command($"go{i}", $"{100 + i}")),
                    ]
            ),
            Schema(
                "product: commands of one type",
                500,
                n => [Object("o", Many(n, "m")), .. Repeat(n, i => CommandWith($"go{i}", "o"))]
            ),
            Schema(
                "product: commands, optional members",
                500,
                n =>
                    [
                        Object("o", Repeat(n, i => $$"""{"name":"m{{i}}","type":"str","default":null}""")),
                        .. Repeat(n, i => CommandWith($"go{i}", "o")),
                    ]
            ),
            Schema(
                "product: events of one type",
                500,
                n => [Object("o", Many(n, "m")), .. Repeat(n, i => Event($"GO{i}", "o"))]
            ),
            Schema(
                "product: features of one type",
                500,
                n =>
                    [
                        Object(
                            "o",
                            [$$"""{"name":"m","type":"str","features":[{{Join(Repeat(n, i => $"\"f{i}\""))}}]}"""]
                        ),
                        .. Repeat(n, i => CommandWith($"go{i}", "o")),
                    ]
            ),
            Schema(
                "product: branches and members",
                50,
                n =>
                    [
                        Command("go", "u"),
                        .. Union("u", [], Cases(n, "v")),
                        .. Union("v", Many(n, "x"), Cases(n, "o")),
                        Object("o", Many(n, "y")),
                    ]
            ),
            Schema(
                "product: long names of types",
                2_000,
                n =>
                    [
                        Command(Letters(200), "o"),
                        Object("o", Repeat(n, i => Member($"m{i}", "p"))),
                        Object("p", [Member("x", "str")]),
                    ]
            ),
        ];

    private static IEnumerable<GrowthShape> Counts =>
        [
            Schema("count: commands", 5_000, n => Repeat(n, i => Command($"go{i}", "str"))),
            Schema("count: events", 5_000, n => Repeat(n, i => Event($"GO{i}", "0"))),
            Schema(
                "count: objects",
                5_000,
                n =>
                    [
                        .. Repeat(n, i => Command($"go{i}", $"{100 + i}")),
                        .. Repeat(n, i => Object($"{100 + i}", [Member("a", "str")])),
                    ]
            ),
            Schema("count: members", 5_000, n => [Command("go", "o"), Object("o", Many(n, "m"))]),
            Schema("count: arguments", 5_000, n => [CommandWith("go", "o"), Object("o", Many(n, "m"))]),
            Schema("count: values", 10_000, n => [Command("go", "e"), Enum("e", Repeat(n, i => $"v{i}"))]),
            Schema("count: variants", 3_000, n => [Command("go", "u"), .. Union("u", [], Cases(n, "0"))]),
            Schema(
                "count: unions",
                2_000,
                n =>
                    [
                        .. Repeat(n, i => Command($"go{i}", $"u{i}")),
                        .. Repeat(n, i => Union($"u{i}", [], [("a", "0")])).SelectMany(u => u),
                    ]
            ),
            Schema(
                "count: alternate branches",
                5_000,
                n =>
                    [
                        Command("go", "a"),
                        Alternate("a", Repeat(n, i => $"{100 + i}")),
                        .. Repeat(n, i => Object($"{100 + i}", [])),
                    ]
            ),
            Schema(
                "count: features",
                10_000,
                n =>
                    [
                        $$"""{"name":"go","meta-type":"command","arg-type":"0","features":[{{Join(Repeat(n, i => $"\"f{i}\""))}}]}""",
                    ]
            ),
            Schema("count: invalid entities", 10_000, n => Repeat(n, i => $$"""{"name":"{{100 + i}}"}""")),
            Schema("count: duplicates", 10_000, n => Repeat(n, _ => Enum("e", ["a"]))),
            Schema(
                "count: missing types",
                5_000,
                n => [Command("go", "o"), Object("o", Repeat(n, i => Member($"m{i}", $"{100 + i}")))]
            ),
            Schema(
                "count: invalid cases",
                2_000,
                n =>
                    Repeat(n, i => Object($"{100 + i}", [Member("t", "e")], "t", [("x", "0")]))
                        .Append(Enum("e", Repeat(n, i => $"v{i}")))
            ),
        ];

    private static IEnumerable<GrowthShape> Texts =>
        [
            Schema(
                "text: since",
                200_000,
                n => [$$"""{"name":"go","meta-type":"command","arg-type":"0","since":"{{Letters(n)}}"}"""]
            ),
            Schema("text: number", 500_000, n => [new string('1', n)]),
            Schema(
                "text: escapes",
                50_000,
                n =>
                    [
                        $$"""{"name":"go","meta-type":"command","arg-type":"0","x":"{{string.Concat(Enumerable.Repeat("\\u0041", n))}}"}""",
                    ]
            ),
            Schema(
                "text: unknown members",
                20_000,
                n =>
                    [$$"""{{{Join(Repeat(n, i => $"\"x{i}\":1"))}},"name":"go","meta-type":"command","arg-type":"0"}"""]
            ),
            new(
                "text: transcript",
                100_000,
                n => Create(string.Concat(Enumerable.Repeat("S: {}\n", n)) + CreateSchema([]))
            ),
        ];

    /// <summary>Creates a tree of unions: each level has the given number of branches of the next level.</summary>
    private static IEnumerable<string> Tree(int levels, int branches) =>
        [
            Command("go", "100"),
            .. Repeat(levels, i => Union($"{100 + i}", [], Repeat(branches, j => ($"c{j}", $"{101 + i}"))))
                .SelectMany(union => union),
            Object($"{100 + levels}", [Member("x", "str")]),
        ];

    private static IEnumerable<string> Chain(int length, string member, Func<int, string> name) =>
        [
            Command("go", name(0)),
            .. Repeat(length, i => Object(name(i), [Member(member, name(i + 1))])),
            Object(name(length), [Member("x", "str")]),
        ];

    private static IEnumerable<string> Union(
        string name,
        IEnumerable<string> members,
        IEnumerable<(string Case, string Type)> variants
    )
    {
        (string Case, string Type)[] all = [.. variants];
        string tag = name + "Tag";
        return
        [
            Object(name, members.Append(Member("t", tag)), "t", all),
            Enum(tag, all.Select(variant => variant.Case).DefaultIfEmpty("a")),
        ];
    }

    /// <summary>Creates names that are the same in Pascal case.</summary>
    private static IEnumerable<string> Alike(int count) =>
        Repeat(count, i => "a" + Convert.ToString(i, 2).PadLeft(16, '0').Replace('0', '-').Replace('1', '_') + "b");

    private static string AllUnits(int count) =>
        string.Concat(
            Enumerable
                .Range(0, count)
                .Select(i => i % 65_536)
                .Select(i => $"\\u{i.ToString("x4", CultureInfo.InvariantCulture)}")
        );

    private static IEnumerable<(string, string)> Cases(int count, string type) => Repeat(count, i => ($"c{i}", type));

    private static IEnumerable<string> Many(int count, string name) => Repeat(count, i => Member($"{name}{i}", "str"));

    private static IEnumerable<T> Repeat<T>(int count, Func<int, T> create) =>
        Enumerable.Range(0, count).Select(create);

    private static string Letters(int count) => new('x', count);

    private static string Join(IEnumerable<string> items) => string.Join(',', items);

    private static string Command(string name, string result) =>
        $$"""{"name":"{{name}}","meta-type":"command","arg-type":"0","ret-type":"{{result}}"}""";

    private static string CommandWith(string name, string arguments) =>
        $$"""{"name":"{{name}}","meta-type":"command","arg-type":"{{arguments}}","ret-type":"0"}""";

    private static string Event(string name, string data) =>
        $$"""{"name":"{{name}}","meta-type":"event","arg-type":"{{data}}"}""";

    private static string Enum(string name, IEnumerable<string> values) =>
        $$"""{"name":"{{name}}","meta-type":"enum","values":[{{Join(values.Select(value => $"\"{value}\""))}}]}""";

    private static string Array(string name, string item) =>
        $$"""{"name":"{{name}}","meta-type":"array","element-type":"{{item}}"}""";

    private static string Alternate(string name, IEnumerable<string> types)
    {
        IEnumerable<string> branches = types.Select(type => $$"""{"type":"{{type}}"}""");
        return $$"""{"name":"{{name}}","meta-type":"alternate","members":[{{Join(branches)}}]}""";
    }

    private static string Member(string name, string type) => $$"""{"name":"{{name}}","type":"{{type}}"}""";

    private static string Object(string name, IEnumerable<string> members) =>
        $$"""{"name":"{{name}}","meta-type":"object","members":[{{Join(members)}}]}""";

    private static string Object(
        string name,
        IEnumerable<string> members,
        string tag,
        IEnumerable<(string Case, string Type)> variants
    ) =>
        $$"""
            {"name":"{{name}}","meta-type":"object","tag":"{{tag}}","members":[{{Join(members)}}],"variants":[
            {{Join(variants.Select(variant => $$"""{"case":"{{variant.Case}}","type":"{{variant.Type}}"}"""))}}]}
            """;
}
