using QmpGen.Generator.Json;

namespace QmpGen.Generator.Schema;

/// <summary>Finds the dump in a file: the bare array, the whole reply, or the transcript of a session that contains it.</summary>
internal static class SchemaDocument
{
    /// <summary>The array of entities, or null where the file holds none.</summary>
    public static JsonNode? FindDump(IReadOnlyList<JsonNode> values) =>
        values.Select(value => value.Kind == JsonKind.Array ? value : value["return"]).FirstOrDefault(IsDump);

    /// <summary>The version in the greeting of a transcript, or null.</summary>
    public static string? FindVersion(IReadOnlyList<JsonNode> values)
    {
        JsonNode? qemu = values.Select(value => value["QMP"]).FirstOrDefault(greeting => greeting is not null)?["version"]?["qemu"];
        return qemu?["major"] is { } major && qemu["minor"] is { } minor && qemu["micro"] is { } micro
            ? $"{major.Text}.{minor.Text}.{micro.Text}"
            : null;
    }

    private static bool IsDump(JsonNode? node) =>
        node is { Kind: JsonKind.Array } && node.Items.Any(item => item["meta-type"] is not null);
}
