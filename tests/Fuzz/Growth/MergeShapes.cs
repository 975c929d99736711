using QmpGen.Generator.Tests;
using static QmpGen.Fuzz.Growth.GeneratorInput;
using static QmpGen.Fuzz.Growth.SchemaText;

namespace QmpGen.Fuzz.Growth;

/// <summary>Two dumps of one namespace whose merge is a product.</summary>
internal static class MergeShapes
{
    public static IReadOnlyList<GrowthShape> All { get; } =
    [
        Same("merge: cases of one branch", 300, n => [.. Union("u", [], Cases(n, "o")), Object("o", Many(n, "m"))]),
        Same("merge: unions in unions", 2_000, Tree),
        new("merge: enum that grows", 300, n => Merge(States(n, _ => "State"), States(n, i => $"State{i}"))),
        new(
            "merge: members that moved into branches",
            300,
            n =>
                Merge(
                    [
                        .. Union("u", [], Repeat(n, i => ($"c{i}", i == 0 ? "o" : $"o{i}"))),
                        Object("o", Many(n, "m")),
                        .. Repeat(n, i => Object($"o{i}", [Member($"x{i}", "str")])),
                    ],
                    [.. Union("u", Many(n, "m"), [])]
                )
        ),
        new(
            "merge: alternates that grow",
            300,
            n => Merge(Chain(n, i => "a", [Alternate("a", ["str", "int"])]), Chain(n, i => $"{1_000 + i}", Masked(n)))
        ),
        new(
            "merge: objects by path",
            1_000,
            n => Merge(Chain(n, i => $"{5_000 + i}", Objects(n, "a")), Chain(n, i => $"{5_000 + i}", Objects(n, "b")))
        ),
    ];

    private static GrowthShape Same(string name, int size, Func<int, IEnumerable<string>> entities) =>
        new(name, size, n => Merge(entities(n), entities(n)));

    private static IEnumerable<string> States(int count, Func<int, string> name) =>
        Chain(count, name, Repeat(count, i => i).DistinctBy(name).Select(i => Enum(name(i), [$"v{i}", $"w{i}"])));

    /// <summary>Creates objects in objects, each with a member of a type.</summary>
    private static IEnumerable<string> Chain(int count, Func<int, string> type, IEnumerable<string> types) =>
        [
            Object("u", [Member("next", "Chain0")]),
            .. Repeat(count, i => Object($"Chain{i}", [Member("value", type(i)), Member("next", $"Chain{i + 1}")])),
            Object($"Chain{count}", []),
            .. types,
        ];

    private static IEnumerable<string> Tree(int levels) =>
        [
            .. Repeat(levels, i => Union(i == 0 ? "u" : $"u{i}", [Member("a", "str")], [("a", $"u{i + 1}")]))
                .SelectMany(union => union),
            Object($"u{levels}", [Member("x", "str")]),
        ];

    private static IEnumerable<string> Masked(int count) =>
        Repeat(count, i => Alternate($"{1_000 + i}", ["str", $"o{i}"]))
            .Concat(Repeat(count, i => Object($"o{i}", [Member($"x{i}", "str")])));

    private static IEnumerable<string> Objects(int count, string member) =>
        Repeat(count, i => Object($"{5_000 + i}", [Member($"{member}{i}", "str")]));

    private static GrowthInput Merge(IEnumerable<string> newer, IEnumerable<string> older) =>
        GeneratorInput.Create(
            CreateSchema([Command("go", "u"), .. newer]),
            [
                new InMemorySchema(
                    "older.json",
                    CreateSchema([Command("go", "u"), .. older]),
                    ("Namespace", "Qemu"),
                    ("QemuVersion", "1.0")
                ),
            ],
            ("QemuVersion", "2.0")
        );
}
