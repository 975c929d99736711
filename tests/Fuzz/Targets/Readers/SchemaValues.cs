using System.Text.Json;

namespace QmpGen.Fuzz.Targets.Readers;

/// <summary>
/// Makes values of the types of a schema: what its QEMU may well send. Where there is a choice of branches it takes the
/// one that it has taken least
/// often, so that in the end it has taken every one. The same seed makes the same values.
/// </summary>
internal sealed class SchemaValues
{
    // Deeper than this a value is as short as its type allows, and deeper than that it tries nothing new either.
    private const int ShortFrom = 6;
    private const int NothingNewFrom = 12;

    private static readonly string[] s_texts =
    [
        "\"x\"",
        "\"\"",
        "\"\\u00e9 \\\"\\\\\\n\"",
        "\"disk0\"",
        "\"/machine/peripheral\"",
    ];

    // A dump does not say how wide an integer is, but all are as wide as these.
    private static readonly string[] s_integers = ["0", "1", "17", "127"];
    private static readonly string[] s_numbers = ["0", "1.5", "-2.25e3"];
    private static readonly string[] s_anything =
    [
        "null",
        "true",
        "-3",
        "1.5",
        "\"x\"",
        "[]",
        "{\"a\": [1, {\"b\": null}]}",
    ];

    private readonly Dictionary<string, JsonElement> _types = [];
    private readonly Dictionary<(string Name, string Meta), JsonElement> _others = [];
    private readonly Dictionary<string, Branch[]> _branches = [];
    private readonly Random _random;

    public SchemaValues(string dump, int seed)
    {
        _random = new Random(seed);
        foreach (JsonElement entity in JsonElement.Parse(dump).EnumerateArray())
        {
            (string name, string meta) = (Text(entity, "name"), Text(entity, "meta-type"));
            if (meta is "command" or "event")
            {
                _others.Add((name, meta), entity);
            }
            else
            {
                _types.Add(name, entity);
            }

            if (BranchesOf(entity) is { Length: > 0 } branches)
            {
                _branches.Add(name, branches);
                MissedCount += branches.Length;
            }
        }
    }

    /// <summary>The branches of unions and alternates that no value has had so far.</summary>
    public IReadOnlyList<string> Missed =>
        [
            .. _branches.SelectMany(pair =>
                pair.Value.Where(branch => branch.Taken == 0).Select(branch => $"{pair.Key} {branch.Json}")
            ),
        ];

    /// <summary>How many there are of them.</summary>
    public int MissedCount { get; private set; }

    /// <summary>What a command answers, or the arguments that it takes.</summary>
    /// <param name="name">The command.</param>
    /// <param name="key"><c>ret-type</c> or <c>arg-type</c>.</param>
    public string OfCommand(string name, string key) => OfEntity(_others[(name, "command")], key);

    /// <summary>The data of an event.</summary>
    public string OfEvent(string name) => OfEntity(_others[(name, "event")], "arg-type");

    private static string Text(JsonElement entity, string key) => entity.GetProperty(key).GetString()!;

    private static Branch[] BranchesOf(JsonElement type) =>
        type.TryGetProperty("variants", out JsonElement variants)
            ? [.. variants.EnumerateArray().Select(variant => new Branch(variant))]
        : Text(type, "meta-type") == "alternate"
            ? [.. type.GetProperty("members").EnumerateArray().Select(member => new Branch(member))]
        : [];

    private string OfEntity(JsonElement entity, string key) =>
        entity.TryGetProperty(key, out JsonElement type) ? Value(type.GetString()!, 0) : "{}";

    private string Value(string name, int depth)
    {
        JsonElement type = _types[name];
        switch (Text(type, "meta-type"))
        {
            case "builtin":
                return OneOf(
                    Text(type, "json-type") switch
                    {
                        "string" => s_texts,
                        "int" => s_integers,
                        "number" => s_numbers,
                        "boolean" => ["true", "false"],
                        "null" => ["null"],
                        _ => s_anything,
                    }
                );
            case "enum":
                string[] values = [.. type.GetProperty("values").EnumerateArray().Select(value => value.GetRawText())];
                return OneOf(values);
            case "array":
                int count = depth >= ShortFrom ? 0 : _random.Next(4);
                return $"[{string.Join(", ", Enumerable.Range(0, count).Select(_ => Value(Text(type, "element-type"), depth + 1)))}]";
            case "alternate":
                return Value(Choose(name, depth).Type, depth + 1);
            default:
                Dictionary<string, string> members = [];
                AddMembers(members, type, depth);
                string[] texts = [.. members.Select(member => $"\"{member.Key}\": {member.Value}")];
                _random.Shuffle(texts);
                return $"{{{string.Join(", ", texts)}}}";
        }
    }

    /// <summary>Adds the members of an object, and those of the branch that its tag names, which may be a union
    /// itself.</summary>
    private void AddMembers(Dictionary<string, string> members, JsonElement type, int depth)
    {
        if (type.TryGetProperty("tag", out JsonElement tag))
        {
            Branch branch = Choose(Text(type, "name"), depth);
            members[tag.GetString()!] = branch.Json.GetProperty("case").GetRawText();
            AddMembers(members, _types[branch.Type], depth);
        }

        foreach (JsonElement member in type.GetProperty("members").EnumerateArray())
        {
            bool isWanted =
                !member.TryGetProperty("default", out _)
                || (depth < ShortFrom ? _random.Next(2) == 0 : depth < NothingNewFrom && HasNew(Text(member, "type")));
            if (isWanted && !members.ContainsKey(Text(member, "name")))
            {
                members.Add(Text(member, "name"), Value(Text(member, "type"), depth + 1));
            }
        }
    }

    /// <summary>The branch that has been taken least often; in the depth the one that leads least far.</summary>
    private Branch Choose(string type, int depth)
    {
        Branch branch = _branches[type].MinBy(branch => branch.Taken)!;
        if (depth >= ShortFrom && (branch.Taken > 0 || depth >= NothingNewFrom))
        {
            branch = _branches[type].MinBy(Weight)!;
        }

        MissedCount -= branch.Taken++ == 0 ? 1 : 0;
        return branch;
    }

    private bool HasNew(string type) =>
        _branches.TryGetValue(type, out Branch[]? branches) && branches.Any(branch => branch.Taken == 0);

    private int Weight(Branch branch) =>
        _branches.ContainsKey(branch.Type) ? 100
        : _types[branch.Type].TryGetProperty("members", out JsonElement members)
            ? members.EnumerateArray().Count(member => !member.TryGetProperty("default", out _))
        : 0;

    private string OneOf(string[] list) => list[_random.Next(list.Length)];

    /// <summary>A branch of a union or an alternate.</summary>
    private sealed class Branch(JsonElement json)
    {
        public JsonElement Json => json;

        public string Type { get; } = Text(json, "type");

        public int Taken { get; set; }
    }
}
