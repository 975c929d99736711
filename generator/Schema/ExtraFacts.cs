using QmpGen.Generator.Json;

namespace QmpGen.Generator.Schema;

/// <summary>
/// What a dump that was made from QEMU's source says beyond the format of query-qmp-schema, under keys that other
/// readers ignore.
/// A dump that a QEMU answered has none of them.
/// </summary>
internal static class ExtraFacts
{
    /// <summary>The release in which QEMU got it: of a command, event or type, a member or an enum value.</summary>
    public static string? Since(JsonNode node) => TextOf(node, "since");

    /// <summary>QAPI's integer type of a member or of a branch of an alternate, or of the items of its lists; null
    /// where the dump does not say.</summary>
    public static string? Width(JsonNode node) => TextOf(node, "width");

    /// <summary>QAPI's integer type of what a command answers.</summary>
    public static string? ResultWidth(JsonNode node) => TextOf(node, "ret-width");

    /// <summary>Whether a command is answered when it succeeds.</summary>
    public static bool IsAnswered(JsonNode node) => node["success-response"]?.Kind != JsonKind.False;

    private static string? TextOf(JsonNode node, string key) =>
        node[key] is { Kind: JsonKind.String, Text.Length: > 0 } text ? text.Text : null;
}
