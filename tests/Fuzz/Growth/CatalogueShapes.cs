using QmpGen.Generator.Tests;
using static QmpGen.Fuzz.Growth.GeneratorInput;

namespace QmpGen.Fuzz.Growth;

/// <summary>Catalogues of names whose comparison with a schema is a product.</summary>
internal static class CatalogueShapes
{
    public static IReadOnlyList<GrowthShape> All { get; } =
    [
        new("names: rings of different length", 400, n => Run(Ring(n), Roots(1), RingTypes(n + 1))),
        new("names: rings of many commands", 300, n => Run(Ring(n, n), Roots(n), RingTypes(n))),
        new(
            "names: versions of a place",
            5_000,
            n => Run(Ring(1), Roots(1), Type("T0", Pair("a", $"[{Join(n, _ => "\"T0\"")}]")))
        ),
        new(
            "names: versions of a type",
            5_000,
            n => Run(Ring(1), Roots(1), Join(n, _ => Type("T0", Pair("a", "\"T0\""))))
        ),
        new("names: types", 5_000, n => Run(Ring(1), Roots(1), RingTypes(n))),
        new(
            "names: members",
            5_000,
            n => Run(Ring(n), Roots(1), Type("T0", $"{Join(n, i => Pair($"b{i}", "\"str\""))},{Pair("a", "\"T0\"")}"))
        ),
        new(
            "names: candidates",
            1_000,
            n =>
                Run(
                    Star(n),
                    Roots(1),
                    $"{Type("T0", Join(n, i => Pair($"a{i}", $"\"U{i}\"")))},"
                        + Join(n, i => Type($"U{i}", Pair("x", "\"str\"")))
                )
        ),
        new(
            "names: words",
            50_000,
            n =>
                Run(
                    Ring(1),
                    Roots(1),
                    Type("T0", Pair("a", $"\"T0{string.Concat(Enumerable.Repeat(" since 5", n))}\""))
                )
        ),
    ];

    private static string Ring(int length, int commands = 1) =>
        CreateSchema([
            .. Enumerable
                .Range(0, commands)
                .Select(i => $$"""{"name":"go{{i}}","meta-type":"command","arg-type":"0","ret-type":"100"}"""),
            .. Enumerable.Range(0, length).Select(i => Object(100 + i, [("a", $"{100 + ((i + 1) % length)}")])),
        ]);

    private static string Star(int count) =>
        CreateSchema([
            """{"name":"go0","meta-type":"command","arg-type":"0","ret-type":"99"}""",
            Object(99, Enumerable.Range(0, count).Select(i => ($"a{i}", "98"))),
            Object(98, [("x", "str")]),
        ]);

    private static string Object(int name, IEnumerable<(string Name, string Type)> members)
    {
        IEnumerable<string> list = members.Select(member =>
            $$"""{"name":"{{member.Name}}","type":"{{member.Type}}"}"""
        );
        return $$"""{"name":"{{name}}","meta-type":"object","members":[{{string.Join(',', list)}}]}""";
    }

    private static string Roots(int count) => Join(count, i => Pair($"go{i}", "{\"returns\":\"T0\"}"));

    private static string RingTypes(int count) => Join(count, i => Type($"T{i}", Pair("a", $"\"T{(i + 1) % count}\"")));

    private static string Type(string name, string members) => Pair(name, $"{{{Pair("members", $"{{{members}}}")}}}");

    private static string Pair(string name, string value) => $"\"{name}\":{value}";

    private static string Join(int count, Func<int, string> create) =>
        string.Join(',', Enumerable.Range(0, count).Select(create));

    private static GrowthInput Run(string schema, string commands, string types)
    {
        string text =
            $"{{{Pair("releases", "[\"1.0\"]")},{Pair("commands", $"{{{commands}}}")},{Pair("types", $"{{{types}}}")}}}";
        return GeneratorInput.Create(schema, [new InMemorySchema("a.names", text, ("Kind", "names"))]);
    }
}
