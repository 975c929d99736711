using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Json;

namespace QmpGen.Generator.Schema;

/// <summary>Finds the dump in a file: a bare array, a whole response, or a transcript that contains it.</summary>
internal static class SchemaDocument
{
    /// <summary>Finds the array of entities, or null.</summary>
    public static JsonNode? FindDump(IReadOnlyList<JsonNode> values) =>
        values.Select(value => value.Kind == JsonKind.Array ? value : value["return"]).FirstOrDefault(IsDump);

    /// <summary>Finds the version in the greeting of a transcript, or null.</summary>
    public static string? FindVersion(IReadOnlyList<JsonNode> values)
    {
        JsonNode? qemu = FindGreetingVersion(values)?["qemu"];
        return qemu?["major"] is { } major && qemu["minor"] is { } minor && qemu["micro"] is { } micro
            ? $"{major.Text}.{minor.Text}.{micro.Text}"
            : null;
    }

    /// <summary>Finds the package of the version in the greeting of a transcript. It is often empty.</summary>
    public static string FindPackage(IReadOnlyList<JsonNode> values) =>
        FindGreetingVersion(values)?["package"] is { Kind: JsonKind.String, Text: var package } ? package.Trim() : "";

    /// <summary>Explains why a file does not contain a dump.</summary>
    public static Problem ExplainMissingDump(SourceFile file, IReadOnlyList<JsonNode> values)
    {
        if (values.Count == 0)
        {
            return new Problem(DiagnosticRules.NotJson, SourceLocation.FromFile(file.Path), "the file is empty");
        }

        if (values.LastOrDefault(value => value["error"] is not null)?["error"] is { } error)
        {
            string name = error["class"] is { } kind ? $"the error '{kind.Text}': {error["desc"]?.Text}" : "an error";
            return new Problem(DiagnosticRules.NoSchema, error.Span.ToLocation(), $"QEMU responded with {name}");
        }

        JsonNode last =
            values.LastOrDefault(value => value["return"] is not null || value.Kind == JsonKind.Array)
            ?? values[values.Count - 1];
        return new Problem(
            DiagnosticRules.NoSchema,
            (last.Span with { End = last.Span.Start }).ToLocation(),
            last switch
            {
                { Kind: JsonKind.Array, Items.Count: 0 } => "the array is empty",
                { Kind: JsonKind.Array } => "the array does not contain an entity",
                _ when last["return"] is not null => "the response belongs to another command",
                _ when last["QMP"] is not null => "the transcript ends before the response",
                _ => "found another JSON value",
            }
        );
    }

    private static JsonNode? FindGreetingVersion(IReadOnlyList<JsonNode> values) =>
        values.Select(value => value["QMP"]).FirstOrDefault(greeting => greeting is not null)?["version"];

    private static bool IsDump(JsonNode? node) =>
        node is { Kind: JsonKind.Array } && node.Items.Any(item => item["meta-type"] is not null);
}
