using static QmpGen.Fuzz.Growth.GeneratorInput;

namespace QmpGen.Fuzz.Growth;

/// <summary>Selections with many patterns.</summary>
internal static class SelectionShapes
{
    public static IReadOnlyList<GrowthShape> All { get; } =
    [
        Create("selection: names", 2_000, n => Join(n, i => $"go{i}")),
        Create("selection: excluded names", 2_000, n => Join(n, i => $"!go{i}")),
        Create("selection: unknown names", 2_000, n => Join(n, i => $"stop-it{i}")),
        Create("selection: misspelt names", 2_000, n => Join(n, i => $"gq{i}")),
        Create("selection: wildcards", 2_000, n => Join(n, i => $"g*{i}")),
        Create("selection: unknown wildcards", 2_000, n => Join(n, i => $"stop*{i}")),
        Create("selection: stars", 2_000, n => new string('*', n)),
        Create("selection: letters and stars", 2_000, n => string.Concat(Enumerable.Repeat("*o", n))),
        Create("selection: a huge name", 2_000, n => new string('g', 50 * n)),
    ];

    private static GrowthShape Create(string name, int size, Func<int, string> patterns) =>
        new(
            name,
            size,
            n =>
                GeneratorInput.Create(
                    CreateSchema(
                        Enumerable
                            .Range(0, n)
                            .Select(i => $$"""{"name":"go{{i}}","meta-type":"command","arg-type":"0","ret-type":"0"}""")
                    ),
                    [],
                    ("Commands", patterns(n))
                )
        );

    private static string Join(int count, Func<int, string> create) =>
        string.Join(' ', Enumerable.Range(0, count).Select(create));
}
