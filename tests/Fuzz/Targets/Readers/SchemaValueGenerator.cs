using System.Text.Json;

namespace QmpGen.Fuzz.Targets.Readers;

/// <summary>Creates valid values of the types of a schema. The same seed creates the same values.</summary>
/// <remarks>It chooses the union or alternate branch that it has chosen least often, so it reaches all of
/// them.</remarks>
internal sealed class SchemaValueGenerator
{
    // Below the first depth, values are as short as possible. Below the second, they contain no new branches.
    private const int MinimalDepth = 6;
    private const int NoNewBranchDepth = 12;

    private static readonly string[] s_texts =
    [
        "\"x\"",
        "\"\"",
        "\"\\u00e9 \\\"\\\\\\n\"",
        "\"disk0\"",
        "\"/machine/peripheral\"",
    ];

    // A dump does not contain the widths of integers, but all have room for these.
    private static readonly string[] s_integers = ["0", "1", "17", "127"];
    private static readonly string[] s_numbers = ["0", "1.5", "-2.25e3"];
    private static readonly string[] s_values =
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
    private readonly Dictionary<(string Name, string Meta), JsonElement> _entries = [];
    private readonly Dictionary<string, Branch[]> _branches = [];
    private readonly Random _random;

    public SchemaValueGenerator(string dump, int seed)
    {
        _random = new Random(seed);
        foreach (JsonElement entity in JsonElement.Parse(dump).EnumerateArray())
        {
            (string name, string meta) = (GetText(entity, "name"), GetText(entity, "meta-type"));
            if (meta is "command" or "event")
            {
                _entries.Add((name, meta), entity);
            }
            else
            {
                _types.Add(name, entity);
            }

            if (FindBranches(entity) is { Length: > 0 } branches)
            {
                _branches.Add(name, branches);
                MissedCount += branches.Length;
            }
        }
    }

    /// <summary>The union and alternate branches that are not in any value so far.</summary>
    public IReadOnlyList<string> Missed =>
        [
            .. _branches.SelectMany(pair =>
                pair.Value.Where(branch => branch.UseCount == 0).Select(branch => $"{pair.Key} {branch.Json}")
            ),
        ];

    /// <summary>The number of <see cref="Missed"/> branches.</summary>
    public int MissedCount { get; private set; }

    /// <summary>Creates a result or the arguments of a command.</summary>
    /// <param name="name">The command.</param>
    /// <param name="key"><c>ret-type</c> or <c>arg-type</c>.</param>
    public string CreateForCommand(string name, string key) => CreateForEntity(_entries[(name, "command")], key);

    /// <summary>Creates the data of an event.</summary>
    public string CreateForEvent(string name) => CreateForEntity(_entries[(name, "event")], "arg-type");

    private static string GetText(JsonElement entity, string key) => entity.GetProperty(key).GetString()!;

    private static Branch[] FindBranches(JsonElement type) =>
        type.TryGetProperty("variants", out JsonElement variants)
            ? [.. variants.EnumerateArray().Select(variant => new Branch(variant))]
        : GetText(type, "meta-type") == "alternate"
            ? [.. type.GetProperty("members").EnumerateArray().Select(member => new Branch(member))]
        : [];

    private string CreateForEntity(JsonElement entity, string key) =>
        entity.TryGetProperty(key, out JsonElement type) ? CreateValue(type.GetString()!, 0) : "{}";

    private string CreateValue(string name, int depth)
    {
        JsonElement type = _types[name];
        switch (GetText(type, "meta-type"))
        {
            case "builtin":
                return ChooseOne(
                    GetText(type, "json-type") switch
                    {
                        "string" => s_texts,
                        "int" => s_integers,
                        "number" => s_numbers,
                        "boolean" => ["true", "false"],
                        "null" => ["null"],
                        _ => s_values,
                    }
                );
            case "enum":
                string[] values = [.. type.GetProperty("values").EnumerateArray().Select(value => value.GetRawText())];
                return ChooseOne(values);
            case "array":
                int count = depth >= MinimalDepth ? 0 : _random.Next(4);
                string item = GetText(type, "element-type");
                IEnumerable<string> items = Enumerable.Range(0, count).Select(_ => CreateValue(item, depth + 1));
                return $"[{string.Join(", ", items)}]";
            case "alternate":
                return CreateValue(ChooseBranch(name, depth).Type, depth + 1);
            default:
                Dictionary<string, string> members = [];
                AddMembers(members, type, depth);
                string[] texts = [.. members.Select(member => $"\"{member.Key}\": {member.Value}")];
                _random.Shuffle(texts);
                return $"{{{string.Join(", ", texts)}}}";
        }
    }

    /// <summary>Adds the members of an object, and those of one of its branches.</summary>
    private void AddMembers(Dictionary<string, string> members, JsonElement type, int depth)
    {
        if (type.TryGetProperty("tag", out JsonElement tag))
        {
            Branch branch = ChooseBranch(GetText(type, "name"), depth);
            members[tag.GetString()!] = branch.Json.GetProperty("case").GetRawText();
            AddMembers(members, _types[branch.Type], depth);
        }

        foreach (JsonElement member in type.GetProperty("members").EnumerateArray())
        {
            bool isIncluded =
                !member.TryGetProperty("default", out _)
                || (
                    depth < MinimalDepth
                        ? _random.Next(2) == 0
                        : depth < NoNewBranchDepth && HasNewBranch(GetText(member, "type"))
                );
            if (isIncluded && !members.ContainsKey(GetText(member, "name")))
            {
                members.Add(GetText(member, "name"), CreateValue(GetText(member, "type"), depth + 1));
            }
        }
    }

    /// <summary>Chooses the branch that was chosen least often, or the smallest one at a great depth.</summary>
    private Branch ChooseBranch(string type, int depth)
    {
        Branch branch = _branches[type].MinBy(branch => branch.UseCount)!;
        if (depth >= MinimalDepth && (branch.UseCount > 0 || depth >= NoNewBranchDepth))
        {
            branch = _branches[type].MinBy(GetWeight)!;
        }

        MissedCount -= branch.UseCount++ == 0 ? 1 : 0;
        return branch;
    }

    private bool HasNewBranch(string type) =>
        _branches.TryGetValue(type, out Branch[]? branches) && branches.Any(branch => branch.UseCount == 0);

    private int GetWeight(Branch branch) =>
        _branches.ContainsKey(branch.Type) ? 100
        : _types[branch.Type].TryGetProperty("members", out JsonElement members)
            ? members.EnumerateArray().Count(member => !member.TryGetProperty("default", out _))
        : 0;

    private string ChooseOne(string[] list) => list[_random.Next(list.Length)];

    /// <summary>A branch of a union or an alternate.</summary>
    private sealed class Branch(JsonElement json)
    {
        public JsonElement Json => json;

        public string Type { get; } = GetText(json, "type");

        public int UseCount { get; set; }
    }
}
