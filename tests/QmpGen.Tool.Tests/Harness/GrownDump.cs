using System.Globalization;
using System.Text.Json.Nodes;

namespace QmpGen.Tool.Tests.Harness;

/// <summary>Simulates the dump of a later QEMU: with additions, in another order, and with other type numbers.</summary>
internal sealed class GrownDump
{
    private readonly Dictionary<string, string> _newNames = new(StringComparer.Ordinal);
    private readonly List<JsonObject> _entities;
    private readonly Random _random;

    private GrownDump(string dump, Random random)
    {
        _entities = [.. JsonNode.Parse(dump)!.AsArray().Select(entity => entity!.AsObject())];
        _random = random;
    }

    public string Text { get; private set; } = "";

    public static GrownDump Create(string dump, Random random)
    {
        GrownDump grown = new(dump, random);
        grown.AddMembersAndValues();
        grown.AddCommandsAndEvents();
        grown.ShuffleNumbers();
        JsonNode[] shuffled = [.. grown._entities];
        random.Shuffle(shuffled);
        grown.Text = $"[{string.Join(",\n", shuffled.Select(entity => entity.ToJsonString()))}]";
        return grown;
    }

    /// <summary>Gets the new name of a type.</summary>
    public string GetNewName(string name) => _newNames.GetValueOrDefault(name, name);

    private IEnumerable<JsonObject> FindEntities(string kind) =>
        _entities.Where(entity => (string)entity["meta-type"]! == kind);

    private void AddMembersAndValues()
    {
        foreach (JsonObject type in PickRandom(FindEntities("object").Where(type => (string)type["name"]! != "0")))
        {
            type["members"]!.AsArray().Add(Parse("""{"name": "x-new-member", "default": null, "type": "str"}"""));
        }

        foreach (JsonObject type in PickRandom(FindEntities("enum")))
        {
            type["values"]?.AsArray().Add("x-new-value");
            type["members"]?.AsArray().Add(Parse("""{"name": "x-new-value"}"""));
        }
    }

    private void AddCommandsAndEvents()
    {
        string[] results = [.. FindEntities("command").Select(command => (string)command["ret-type"]!).Distinct()];
        string[] types =
        [
            .. _entities
                .Where(entity => (string)entity["meta-type"]! is not ("command" or "event"))
                .Select(entity => (string)entity["name"]!),
        ];
        for (int i = 0; i < 5; i++)
        {
            _entities.Add(
                Parse(
                    $$"""{"name": "9{{i}}001", "meta-type": "object", "members": [{"name": "new", "type": "9{{i}}002"}, {"name": "old", "type": "{{types[_random.Next(types.Length)]}}"}]}"""
                )
            );
            _entities.Add(Parse($$"""{"name": "9{{i}}002", "meta-type": "enum", "values": ["a", "b"]}"""));
            _entities.Add(
                Parse(
                    $$"""{"name": "a-new-command-{{i}}", "meta-type": "command", "arg-type": "9{{i}}001", "ret-type": "{{results[_random.Next(results.Length)]}}"}"""
                )
            );
            _entities.Add(Parse($$"""{"name": "A_NEW_EVENT_{{i}}", "meta-type": "event", "arg-type": "9{{i}}001"}"""));
        }
    }

    /// <summary>Shuffles the numbers of the types. Type names do not change.</summary>
    private void ShuffleNumbers()
    {
        string[] numbers =
        [
            .. _entities
                .Select(entity => (string)entity["name"]!)
                .Where(name => int.TryParse(name, CultureInfo.InvariantCulture, out _)),
        ];
        string[] others = [.. numbers];
        _random.Shuffle(others);
        foreach ((string number, string other) in numbers.Zip(others))
        {
            _newNames.Add(number, other);
        }

        foreach (JsonObject entity in _entities)
        {
            DumpReferences.Rename(entity, GetNewName);
        }
    }

    private IEnumerable<JsonObject> PickRandom(IEnumerable<JsonObject> all)
    {
        JsonObject[] shuffled = [.. all];
        _random.Shuffle(shuffled);
        return shuffled.Take(20);
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
