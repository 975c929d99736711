using QmpGen.Generator.Json;

namespace QmpGen.Generator.Schema;

/// <summary>Finds the dump in a file: the bare array, the whole reply, or the transcript of a session that contains
/// it.</summary>
internal static class SchemaDocument
{
    /// <summary>The array of entities, or null where the file holds none.</summary>
    public static JsonNode? FindDump(IReadOnlyList<JsonNode> values) =>
        values.Select(value => value.Kind == JsonKind.Array ? value : value["return"]).FirstOrDefault(IsDump);

    /// <summary>The version in the greeting of a transcript, or null.</summary>
    public static string? FindVersion(IReadOnlyList<JsonNode> values)
    {
        JsonNode? qemu = values
            .Select(value => value["QMP"])
            .FirstOrDefault(greeting => greeting is not null)
            ?["version"]?["qemu"];
        return qemu?["major"] is { } major && qemu["minor"] is { } minor && qemu["micro"] is { } micro
            ? $"{major.Text}.{minor.Text}.{micro.Text}"
            : null;
    }

    /// <summary>Why a file holds no dump, at the place that shows it.</summary>
    public static SchemaProblem WhyNone(IReadOnlyList<JsonNode> values)
    {
        if (values.Count == 0)
        {
            return new SchemaProblem(Rules.NotJson, 0, 0, "it is empty");
        }

        if (values.LastOrDefault(value => value["error"] is not null)?["error"] is { } error)
        {
            string name = error["class"] is { } kind ? $"the error '{kind.Text}': {error["desc"]?.Text}" : "an error";
            return new SchemaProblem(Rules.NoSchema, error, $"QEMU has replied with {name}");
        }

        JsonNode told =
            values.LastOrDefault(value => value["return"] is not null || value.Kind == JsonKind.Array)
            ?? values[values.Count - 1];
        return new SchemaProblem(
            Rules.NoSchema,
            told.Start,
            told.Start,
            told switch
            {
                { Kind: JsonKind.Array, Items.Count: 0 } => "its array is empty",
                { Kind: JsonKind.Array } => "its array has no entity in it",
                _ when told["return"] is not null => "the reply in it is that to another command",
                _ when told["QMP"] is not null => "it ends before the reply",
                _ => "it is something else",
            }
        );
    }

    private static bool IsDump(JsonNode? node) =>
        node is { Kind: JsonKind.Array } && node.Items.Any(item => item["meta-type"] is not null);
}
