using static QmpGen.Fuzz.Growth.GeneratorInput;
using static QmpGen.Fuzz.Growth.SchemaText;

namespace QmpGen.Fuzz.Growth;

/// <summary>Schemas with many parts.</summary>
internal static class CountShapes
{
    public static IReadOnlyList<GrowthShape> All =>
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
}
