using static QmpGen.Fuzz.Growth.GeneratorInput;
using static QmpGen.Fuzz.Growth.SchemaText;

namespace QmpGen.Fuzz.Growth;

/// <summary>Schemas whose types contain each other.</summary>
internal static class NestingShapes
{
    public static IReadOnlyList<GrowthShape> All =>
        [
            Schema("nesting: unions, 2 branches", 20, n => Tree(n, 2)),
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
}
