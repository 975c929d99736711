using System.Text.Json.Nodes;

namespace QmpGen.Tool.Tests.Harness;

/// <summary>Brings a real dump, whose types are numbers, and one of ours, which says more, to one form: a line of JSON for each entity.</summary>
internal static class Masking
{
    private static readonly string[] s_references = ["type", "arg-type", "ret-type", "element-type"];
    private static readonly string[] s_extras = ["since", "width", "ret-width", "success-response"];

    /// <summary>The lines of a real dump with the types' own names.</summary>
    public static IEnumerable<string> Unmask(string dump, JsonNode names) => Entities(dump).Select(entity =>
    {
        string[] keys = IsType(entity) ? [.. s_references, "name"] : s_references;
        Unmask(entity, keys, names);
        foreach (JsonObject part in Parts(entity))
        {
            Unmask(part, s_references, names);
        }

        return entity.ToJsonString();
    });

    /// <summary>The lines of a dump of ours without what only it says.</summary>
    public static IEnumerable<string> WithoutExtras(string dump) => Entities(dump).Select(entity =>
    {
        foreach (JsonObject part in Parts(entity).Append(entity))
        {
            Remove(part, s_extras);
        }

        if ((string?)entity["meta-type"] == "alternate")
        {
            Parts(entity).ToList().ForEach(branch => branch.Remove("name"));
        }

        return entity.ToJsonString();
    });

    private static IEnumerable<JsonObject> Entities(string dump) => JsonNode.Parse(dump)!.AsArray().Select(entity => entity!.AsObject());

    private static bool IsType(JsonObject entity) => (string?)entity["meta-type"] is not ("command" or "event");

    private static IEnumerable<JsonObject> Parts(JsonObject entity) =>
        new[] { "members", "variants" }.SelectMany(key => entity[key]?.AsArray() ?? []).OfType<JsonObject>();

    private static void Unmask(JsonObject node, string[] keys, JsonNode names)
    {
        foreach (string key in keys)
        {
            if ((string?)node[key] is { } id)
            {
                string item = id.Trim('[', ']');
                node[key] = id.Replace(item, (string?)names[item] ?? item, StringComparison.Ordinal);
            }
        }
    }

    private static void Remove(JsonObject node, string[] keys)
    {
        foreach (string key in keys)
        {
            node.Remove(key);
        }
    }
}
