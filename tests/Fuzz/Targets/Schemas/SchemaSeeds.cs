using System.Text.Json;

namespace QmpGen.Fuzz.Targets.Schemas;

/// <summary>Small schemas: those that are made by hand, and commands and events of real dumps with the types that they
/// need.</summary>
internal static class SchemaSeeds
{
    private const int LargestCut = 40;

    /// <summary>The texts.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Resource.Read("Seeds/handmade-masked.json"),
        Resource.Read("Seeds/handmade-unmasked.json"),
        Resource.Read("Seeds/small.json"),
        .. CutsOf("qemu-7.2"),
        .. CutsOf("qemu-11.1"),
        .. CutsOf("qga-7.2"),
    ];

    /// <summary>Cuts a dump into small ones: each as many commands and events as fit with all that they need.</summary>
    private static IEnumerable<string> CutsOf(string dump)
    {
        JsonElement[] entities = [.. JsonElement.Parse(Resource.Read($"schema/{dump}.json")).EnumerateArray()];
        Dictionary<string, JsonElement> types = entities.Where(entity => !IsEntry(entity)).ToDictionary(NameOf);
        HashSet<string> cut = [];
        List<JsonElement> entries = [];
        foreach (JsonElement entry in entities.Where(IsEntry))
        {
            HashSet<string> needed = [];
            AddNeeded(needed, entry, types);
            if (needed.Count > LargestCut)
            {
                continue;
            }

            if (cut.Union(needed).Count() > LargestCut)
            {
                yield return TextOf(entries, cut, types);
                (cut, entries) = ([], []);
            }

            cut.UnionWith(needed);
            entries.Add(entry);
        }

        yield return TextOf(entries, cut, types);
    }

    private static string TextOf(
        List<JsonElement> entries,
        HashSet<string> cut,
        Dictionary<string, JsonElement> types
    ) =>
        $"[{string.Join(",\n", entries.Concat(cut.Select(name => types[name])).Select(entity => entity.GetRawText()))}]";

    private static bool IsEntry(JsonElement entity) =>
        entity.GetProperty("meta-type").GetString() is "command" or "event";

    private static string NameOf(JsonElement entity) => entity.GetProperty("name").GetString()!;

    /// <summary>Adds the types whose names stand anywhere in an entity, and those that they need in turn.</summary>
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
