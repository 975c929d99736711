using System.Text;
using Qemu72;
using QmpGen.CodeGeneration;

namespace QmpGen.Fuzz.Growth;

/// <summary>Replies whose shape can make reading expensive.</summary>
internal static class ReadingShapes
{
    private const int Depth = 100;

    public static IReadOnlyList<GrowthShape> All { get; } =
    [
        Create("reading: unions, tag last", 200_000, n => Nest(Depth, """{"file":""", ""","driver":"qcow2"}""", n)),
        Create("reading: unions by depth", 200, n => Nest(n, """{"file":""", ""","driver":"qcow2"}""", n)),
        Create("reading: unknown branches", 200_000, n => Nest(Depth, """{"file":""", ""","driver":"new"}""", n)),
        Create("reading: unknown members", 200_000, n => Nest(Depth, """{"n":{},"file":""", ""","driver":"raw"}""", n)),
        Create("reading: arrays in arrays", 2_000, n => Add(Repeat(n, new string('[', 500) + new string(']', 500)))),
        Create("reading: small arrays", 500_000, n => Add(Repeat(n, "[]"))),
        Create("reading: lone surrogates", 200_000, n => AddMembers(Repeat(n, "\"\\ud800\":1"))),
        Create("reading: a huge number", 500_000, n => Add(new string('1', n))),
        Create("reading: a huge name", 500_000, n => AddMembers($"\"{new string('n', n)}\":1")),
    ];

    private static GrowthShape Create(string name, int size, Func<int, string> createJson) =>
        new(
            name,
            size,
            n =>
            {
                byte[] json = Encoding.UTF8.GetBytes(createJson(n));
                return new GrowthInput(json.Length, () => Read(json));
            }
        );

    private static long Read(byte[] json)
    {
        QmpReader reader = new(json, new QmpReadContext { Subject = "the options" });
        return reader.ReadObject<BlockdevOptions>() is BlockdevOptions.UnknownBranch unknown
            ? unknown.Json.ToString().Length
            : 1;
    }

    /// <summary>Nests objects around one with unknown members.</summary>
    private static string Nest(int depth, string open, string close, int memberCount) =>
        string.Concat(Enumerable.Repeat(open, depth))
        + Add(Repeat(memberCount, """{"a":1}"""))
        + string.Concat(Enumerable.Repeat(close, depth));

    private static string Add(string items) => AddMembers($"\"new\":[{items}]");

    private static string AddMembers(string members) => $$"""{{{members}},"driver":"raw","file":"f"}""";

    private static string Repeat(int count, string item) => string.Join(',', Enumerable.Repeat(item, count));
}
