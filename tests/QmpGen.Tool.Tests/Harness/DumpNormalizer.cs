using System.Text.Json.Nodes;

namespace QmpGen.Tool.Tests.Harness;

/// <summary>Converts real and introspected dumps to comparable text, one line of JSON per entity.</summary>
internal static class DumpNormalizer
{
    private static readonly string[] s_extras = ["since", "width", "ret-width", "success-response"];

    /// <summary>Replaces the numbers of a real dump by type names.</summary>
    public static IEnumerable<string> Unmask(string dump, JsonNode names) =>
        ParseEntities(dump)
            .Select(entity =>
            {
                DumpReferences.Rename(entity, id => (string?)names[id] ?? id);
                return entity.ToJsonString();
            });

    /// <summary>Removes the additional information of an introspected dump.</summary>
    public static IEnumerable<string> RemoveExtras(string dump) =>
        ParseEntities(dump)
            .Select(entity =>
            {
                foreach (JsonObject part in DumpReferences.GetParts(entity).Append(entity))
                {
                    RemoveKeys(part, s_extras);
                }

                if ((string?)entity["meta-type"] == "alternate")
                {
                    DumpReferences.GetParts(entity).ToList().ForEach(branch => branch.Remove("name"));
                }

                return entity.ToJsonString();
            });

    private static IEnumerable<JsonObject> ParseEntities(string dump) =>
        JsonNode.Parse(dump)!.AsArray().Select(entity => entity!.AsObject());

    private static void RemoveKeys(JsonObject node, string[] keys)
    {
        foreach (string key in keys)
        {
            node.Remove(key);
        }
    }
}
