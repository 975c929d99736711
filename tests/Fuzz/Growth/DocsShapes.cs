using QmpGen.Generator.Tests;
using static QmpGen.Fuzz.Growth.GeneratorInput;

namespace QmpGen.Fuzz.Growth;

/// <summary>QAPI source with many or long documentation comments, which the bindings repeat.</summary>
internal static class DocsShapes
{
    public static IReadOnlyList<GrowthShape> All { get; } =
    [
        Struct("docs: members", 3_000, n => Lines(n, i => $"# @m{i}: A member.")),
        Struct("docs: features", 3_000, n => $"# Features:\n{Lines(n, i => $"# @f{i}: A feature.")}"),
        Struct("docs: sections", 5_000, n => Lines(n, i => "# Returns: a value")),
        Struct("docs: words", 100_000, n => Lines(n, i => "# word")),
        Struct("docs: paragraphs", 20_000, n => Lines(n, i => "# A paragraph.\n#")),
        Struct("docs: list items", 20_000, n => Lines(n, i => "# - item\n#")),
        Struct("docs: a line", 500_000, n => $"# {new string('x', n)}"),
        Struct("docs: blanks", 200_000, n => $"# a{new string(' ', n)}b"),
        Struct("docs: backticks", 50_000, n => $"# {Repeat(n, "``a```")}"),
        Struct("docs: open backticks", 50_000, n => $"# {Repeat(n, "`a <")}"),
        Struct("docs: roles", 50_000, n => $"# {Repeat(n, ":ref:`a <")}"),
        Struct("docs: stars", 50_000, n => $"# {Repeat(n, " *a")}"),
        Struct("docs: double stars", 50_000, n => $"# {Repeat(n, "**a ")}"),
        Struct("docs: references", 50_000, n => $"# {Repeat(n, "@a.")}"),
        Struct("docs: controls", 50_000, n => $"# {Repeat(n, "\u202Ea")}"),
        Struct("docs: parentheses", 20_000, n => $"# @m0: {Repeat(n, "(")}{Repeat(n, "since 5.0,")}{Repeat(n, ")")}"),
        Struct("docs: since", 20_000, n => $"# @m0: {Repeat(n, "since ")}{Repeat(n, " ")}QEMU"),
        Struct("docs: members of many lines", 1_000, n => Lines(n, i => $"# @m{i}: A\n#   member (since 5.0).\n#")),
        new(
            "docs: many definitions",
            2_000,
            n =>
                Run(
                    n,
                    Lines(
                        n,
                        i =>
                            $$"""
                                ##
                                # @T{{i}}:
                                #
                                # Text.
                                ##
                                { 'struct': 'T{{i}}', 'data': {} }
                                """
                    )
                )
        ),
        new(
            "docs: an alternate",
            3_000,
            n =>
                Run(
                    n,
                    $$"""
                    ##
                    # @A:
                    #
                    {{Lines(n, i => $"# @b{i}: Text.")}}
                    ##
                    { 'alternate': 'A', 'data': { {{string.Join(
                        ", ",
                        Enumerable.Range(0, n).Select(i => $"'b{i}': 'T{i}'")
                    )}} } }
                    """
                )
        ),
        new(
            "docs: parents",
            3_000,
            n =>
                Run(
                    n,
                    Lines(
                        n,
                        i =>
                            $$"""
                                ##
                                # @T{{i}}:
                                #
                                # @m{{i}}: Text.
                                ##
                                { 'struct': 'T{{i}}', 'base': 'T{{i + 1}}', 'data': {} }
                                """
                    )
                )
        ),
        new("docs: arrays", 20_000, n => Run(1, $"{{ 'x': {new string('[', n)} }}")),
        new("docs: comments", 100_000, n => Run(1, Lines(n, _ => "# comment"))),
    ];

    /// <summary>Creates a shape whose documented type many commands use.</summary>
    private static GrowthShape Struct(string name, int size, Func<int, string> comment) =>
        new(
            name,
            size,
            n =>
                Run(
                    Math.Min(n / 4, 900),
                    $$"""
                    ##
                    # @T0:
                    #
                    {{comment(n)}}
                    ##
                    { 'struct': 'T0', 'data': {} }
                    """
                )
        );

    private static GrowthInput Run(int members, string source)
    {
        string list = string.Join(
            ',',
            Enumerable.Range(0, members).Select(i => $$"""{"name":"m{{i}}","type":"str","features":["f{{i}}"]}""")
        );
        string[] entities =
        [
            $$"""{"name":"T0","meta-type":"object","members":[{{list}}]}""",
            .. Enumerable
                .Range(0, 10)
                .Select(i => $$"""{"name":"go{{i}}","meta-type":"command","arg-type":"T0","ret-type":"T0"}"""),
        ];
        return GeneratorInput.Create(
            CreateSchema(entities),
            [new InMemorySchema("/qapi/a.json", source, ("Kind", "docs"))],
            ("Docs", "/qapi/")
        );
    }

    private static string Repeat(int count, string text) => string.Concat(Enumerable.Repeat(text, count));

    private static string Lines(int count, Func<int, string> create) =>
        string.Join('\n', Enumerable.Range(0, count).Select(create));
}
