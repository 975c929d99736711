using System.Text.Json.Nodes;

namespace QmpGen.Tool.Tests.Harness;

/// <summary>The names of types in a dump's entities.</summary>
internal static class References
{
    private static readonly string[] s_keys = ["type", "arg-type", "ret-type", "element-type"];

    /// <summary>Gives an entity and what it refers to other names; a list goes by the name of its items.</summary>
    public static void Rename(JsonObject entity, Func<string, string> newName)
    {
        bool isType = (string?)entity["meta-type"] is not ("command" or "event");
        Rename(entity, isType ? [.. s_keys, "name"] : s_keys, newName);
        foreach (JsonObject part in Parts(entity))
        {
            Rename(part, s_keys, newName);
        }
    }

    /// <summary>The members and variants of an entity.</summary>
    public static IEnumerable<JsonObject> Parts(JsonObject entity) =>
        new[] { "members", "variants" }.SelectMany(key => entity[key]?.AsArray() ?? []).OfType<JsonObject>();

    private static void Rename(JsonObject node, string[] keys, Func<string, string> newName)
    {
        foreach (string key in keys)
        {
            if ((string?)node[key] is { } name)
            {
                string item = name.Trim('[', ']');
                node[key] = name.Replace(item, newName(item), StringComparison.Ordinal);
            }
        }
    }
}
