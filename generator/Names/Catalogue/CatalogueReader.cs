using QmpGen.Generator.Json;

namespace QmpGen.Generator.Names.Catalogue;

/// <summary>The text is not a catalogue of names.</summary>
internal sealed class CatalogueException(string message, int start, int end) : Exception(message)
{
    public int Start { get; } = start;

    public int End { get; } = end;
}

/// <summary>Reads the file that <c>qmpgen names</c> writes; docs/names.md describes it.</summary>
internal sealed class CatalogueReader
{
    private readonly List<string> _releases = [];
    private readonly List<CatalogueEntry> _entries = [];

    private CatalogueReader() { }

    /// <summary>Reads a catalogue.</summary>
    /// <exception cref="CatalogueException">The text is none.</exception>
    public static NameCatalogue Read(string text, CancellationToken cancellationToken)
    {
        try
        {
            JsonNode root = JsonScanner.ReadAll(text, cancellationToken) is [{ Kind: JsonKind.Object } only]
                ? only
                : throw new CatalogueException("a catalogue is one JSON object", 0, 0);
            return new CatalogueReader().Read(root);
        }
        catch (JsonSyntaxException e)
        {
            throw new CatalogueException($"it is not JSON: {e.Message}", e.Position, e.Position);
        }
    }

    private NameCatalogue Read(JsonNode root)
    {
        JsonNode releases = root["releases"] ?? throw Fault("it has no 'releases'", root);
        _releases.AddRange(releases.Items.Select(Text));
        if (_releases.Count is 0 or > ReleaseSet.MaxReleases)
        {
            throw Fault(
                $"'releases' lists {_releases.Count} releases: 1 to {ReleaseSet.MaxReleases} are possible",
                releases
            );
        }

        if (_releases.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { Key: var twice })
        {
            throw Fault($"'releases' lists '{twice}' twice", releases);
        }

        foreach ((string name, JsonNode node) in Members(root["commands"]))
        {
            _entries.Add(
                Entry(
                    EntryKind.Command,
                    name,
                    node,
                    Place(node, PartKey.Arguments, "arguments").Concat(Place(node, PartKey.Returns, "returns"))
                )
            );
        }

        foreach ((string name, JsonNode node) in Members(root["events"]))
        {
            _entries.Add(Entry(EntryKind.Event, name, node, Place(node, PartKey.Arguments, "arguments")));
        }

        foreach ((string name, JsonNode node) in Members(root["types"]))
        {
            _entries.AddRange((node.Kind == JsonKind.Array ? node.Items : [node]).Select(item => Type(name, item)));
        }

        return new NameCatalogue(_releases, _entries);
    }

    private CatalogueEntry Type(string name, JsonNode node) =>
        node["values"] is { } values ? Entry(EntryKind.Enum, name, node, Parts(PartRole.Value, values))
        : node["kinds"] is { } kinds ? Entry(EntryKind.Alternate, name, node, Parts(PartRole.Kind, kinds))
        : node["members"] is { } members
            ? Entry(
                EntryKind.Object,
                name,
                node,
                Parts(PartRole.Member, members).Concat(Parts(PartRole.Case, node["cases"]))
            )
        : throw Fault($"the type '{name}' has neither 'members' nor 'values' nor 'kinds'", node);

    private CatalogueEntry Entry(EntryKind kind, string name, JsonNode node, IEnumerable<CataloguePart> parts) =>
        new(
            node.Kind == JsonKind.Object ? kind : throw Fault($"'{name}' is no object", node),
            name,
            node["since"] is { } since ? Text(since) : null,
            node["answered"]?.Kind != JsonKind.False,
            node["in"] is { } range ? Releases(Text(range), range) : All,
            parts
        );

    private IEnumerable<CataloguePart> Parts(PartRole role, JsonNode? node) =>
        Members(node).SelectMany(member => Place(member.Value, new PartKey(role, member.Name)));

    private IEnumerable<CataloguePart> Place(JsonNode node, PartKey key, string member) =>
        node[member] is { } place ? Place(place, key) : [];

    /// <summary>What stands in a place: one text, or several where the releases differ.</summary>
    private IEnumerable<CataloguePart> Place(JsonNode node, PartKey key) =>
        (node.Kind == JsonKind.Array ? node.Items : [node]).Select(text => Part(key, text));

    /// <summary>Reads <c>TYPE [since VERSION] [in RELEASES]</c>, where an enum's value has no type.</summary>
    private CataloguePart Part(PartKey key, JsonNode node)
    {
        string[] words = Text(node).Split([' '], StringSplitOptions.RemoveEmptyEntries);
        int typed = key.Role == PartRole.Value ? 0 : 1;
        string type = typed == 0 ? "" : words.FirstOrDefault() ?? throw Fault("a type is expected here", node);
        string? since = null;
        ReleaseSet releases = All;
        for (int i = typed; i < words.Length; i += 2)
        {
            string value =
                i + 1 < words.Length ? words[i + 1] : throw Fault($"'{words[i]}' lacks what follows it", node);
            switch (words[i])
            {
                case "since":
                    since = value;
                    break;
                case "in":
                    releases = Releases(value, node);
                    break;
                default:
                    throw Fault($"'{words[i]}' is neither 'since' nor 'in'", node);
            }
        }

        return new CataloguePart(key, SourceType.Parse(type), since, releases);
    }

    private ReleaseSet All => default(ReleaseSet).With(0, _releases.Count - 1);

    /// <summary>Reads <c>5.2.0,7.2.22..10.0.13</c>: releases and ranges, of which either end may be left
    /// open.</summary>
    private ReleaseSet Releases(string ranges, JsonNode node)
    {
        ReleaseSet releases = default;
        foreach (string range in ranges.Split(','))
        {
            int dots = range.IndexOf("..", StringComparison.Ordinal);
            string first = dots < 0 ? range : range.Substring(0, dots);
            string last = dots < 0 ? range : range.Substring(dots + 2);
            int from = dots == 0 ? 0 : Release(first, node);
            int to = dots >= 0 && last.Length == 0 ? _releases.Count - 1 : Release(last, node);
            releases =
                from <= to
                    ? releases.With(from, to)
                    : throw Fault($"'{first}' comes after '{last}' in 'releases'", node);
        }

        return releases;
    }

    private int Release(string name, JsonNode node) =>
        _releases.IndexOf(name) is >= 0 and int index
            ? index
            : throw Fault($"'{name}' is none of the 'releases'", node);

    private static IEnumerable<(string Name, JsonNode Value)> Members(JsonNode? node) =>
        node switch
        {
            null => [],
            { Kind: JsonKind.Object } => node.Members.Select(member => (member.Key, member.Value)),
            _ => throw Fault("an object is expected here", node),
        };

    private static string Text(JsonNode node) =>
        node.Kind == JsonKind.String ? node.Text : throw Fault("a string is expected here", node);

    private static CatalogueException Fault(string message, JsonNode node) => new(message, node.Start, node.End);
}
