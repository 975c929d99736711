using System.Globalization;
using static QmpGen.Fuzz.Growth.GeneratorInput;
using static QmpGen.Fuzz.Growth.SchemaText;

namespace QmpGen.Fuzz.Growth;

/// <summary>Schemas with huge or alike names, and long texts.</summary>
internal static class NameShapes
{
    public static IReadOnlyList<GrowthShape> All => [.. Names, .. Collisions, .. Texts];

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
}
