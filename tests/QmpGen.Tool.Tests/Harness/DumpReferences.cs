using System.Text.Json.Nodes;

namespace QmpGen.Tool.Tests.Harness;

/// <summary>Finds and renames references to types in the entities of a dump.</summary>
internal static class DumpReferences
{
    private static readonly string[] s_keys = ["type", "arg-type", "ret-type", "element-type"];

    /// <summary>Renames a type entity and all references in an entity. Names of arrays follow their items.</summary>
    public static void Rename(JsonObject entity, Func<string, string> newName)
    {
        bool isType = (string?)entity["meta-type"] is not ("command" or "event");
        Rename(entity, isType ? [.. s_keys, "name"] : s_keys, newName);
        foreach (JsonObject part in GetParts(entity))
        {
            Rename(part, s_keys, newName);
        }
    }

    /// <summary>Gets the members and variants of an entity.</summary>
    public static IEnumerable<JsonObject> GetParts(JsonObject entity) =>
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
