using System.Text.Json;

namespace QmpGen.Fuzz.Targets.Schemas;

/// <summary>Small schemas: handwritten ones, and parts of real dumps.</summary>
internal static class SchemaSeeds
{
    private const int MaxTypeCount = 40;

    /// <summary>The JSON of the schemas.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        EmbeddedFile.Read("Seeds/handmade-masked.json"),
        EmbeddedFile.Read("Seeds/handmade-unmasked.json"),
        EmbeddedFile.Read("Seeds/small.json"),
        .. SplitDump("qemu-7.2"),
        .. SplitDump("qemu-11.1"),
        .. SplitDump("qga-7.2"),
    ];

    /// <summary>Splits a dump into small ones of commands and events with all their types.</summary>
    private static IEnumerable<string> SplitDump(string dump)
    {
        JsonElement[] entities = [.. JsonElement.Parse(EmbeddedFile.Read($"schema/{dump}.json")).EnumerateArray()];
        Dictionary<string, JsonElement> types = entities.Where(entity => !IsEntry(entity)).ToDictionary(GetName);
        HashSet<string> partTypes = [];
        List<JsonElement> entries = [];
        foreach (JsonElement entry in entities.Where(IsEntry))
        {
            HashSet<string> needed = [];
            AddNeeded(needed, entry, types);
            if (needed.Count > MaxTypeCount)
            {
                continue;
            }

            if (partTypes.Union(needed).Count() > MaxTypeCount)
            {
                yield return PrintDump(entries, partTypes, types);
                (partTypes, entries) = ([], []);
            }

            partTypes.UnionWith(needed);
            entries.Add(entry);
        }

        yield return PrintDump(entries, partTypes, types);
    }

    private static string PrintDump(
        List<JsonElement> entries,
        HashSet<string> partTypes,
        Dictionary<string, JsonElement> types
    )
    {
        IEnumerable<JsonElement> entities = entries.Concat(partTypes.Select(name => types[name]));
        return $"[{string.Join(",\n", entities.Select(entity => entity.GetRawText()))}]";
    }

    private static bool IsEntry(JsonElement entity) =>
        entity.GetProperty("meta-type").GetString() is "command" or "event";

    private static string GetName(JsonElement entity) => entity.GetProperty("name").GetString()!;

    /// <summary>Adds the types that an entity refers to, directly or through other types.</summary>
    private static void AddNeeded(HashSet<string> needed, JsonElement node, Dictionary<string, JsonElement> types)
    {
        switch (node.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (
                    JsonProperty member in node.EnumerateObject()
                        .Where(member => member.Name is not ("name" or "case" or "tag" or "values"))
                )
                {
                    AddNeeded(needed, member.Value, types);
                }

                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in node.EnumerateArray())
                {
                    AddNeeded(needed, item, types);
                }

                break;
            case JsonValueKind.String
                when types.TryGetValue(node.GetString()!, out JsonElement type) && needed.Add(node.GetString()!):
                AddNeeded(needed, type, types);
                break;
        }
    }
}
