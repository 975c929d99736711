using static QmpGen.Fuzz.Growth.GeneratorInput;
using static QmpGen.Fuzz.Growth.SchemaText;

namespace QmpGen.Fuzz.Growth;

/// <summary>Schemas whose code is a product of their parts.</summary>
internal static class ProductShapes
{
    public static IReadOnlyList<GrowthShape> All =>
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
}
