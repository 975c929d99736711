using System.Text.Json.Nodes;

namespace QmpGen.Tool.Tests.Harness;

/// <summary>Brings a real dump, whose types are numbers, and one of ours, which says more, to one form: a line of JSON
/// for each entity.</summary>
internal static class Masking
{
    private static readonly string[] s_extras = ["since", "width", "ret-width", "success-response"];

    /// <summary>The lines of a real dump with the types' own names.</summary>
    public static IEnumerable<string> Unmask(string dump, JsonNode names) =>
        Entities(dump)
            .Select(entity =>
            {
                References.Rename(entity, id => (string?)names[id] ?? id);
                return entity.ToJsonString();
            });

    /// <summary>The lines of a dump of ours without what only it says.</summary>
    public static IEnumerable<string> WithoutExtras(string dump) =>
        Entities(dump)
            .Select(entity =>
            {
                foreach (JsonObject part in References.Parts(entity).Append(entity))
                {
                    Remove(part, s_extras);
                }

                if ((string?)entity["meta-type"] == "alternate")
                {
                    References.Parts(entity).ToList().ForEach(branch => branch.Remove("name"));
                }

                return entity.ToJsonString();
            });

    private static IEnumerable<JsonObject> Entities(string dump) =>
        JsonNode.Parse(dump)!.AsArray().Select(entity => entity!.AsObject());

    private static void Remove(JsonObject node, string[] keys)
    {
        foreach (string key in keys)
        {
            node.Remove(key);
        }
    }
}
