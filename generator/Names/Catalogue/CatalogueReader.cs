using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Json;

namespace QmpGen.Generator.Names.Catalogue;

/// <summary>Reads the file that <c>qmpgen names</c> writes. docs/names.md describes the format.</summary>
internal sealed class CatalogueReader
{
    private readonly List<string> _releases = [];
    private readonly List<CatalogueEntry> _entries = [];

    private CatalogueReader() { }

    /// <summary>Reads a catalogue.</summary>
    /// <exception cref="InputException">The file is not a catalogue.</exception>
    public static NameCatalogue Read(SourceFile file, CancellationToken cancellationToken) =>
        new CatalogueReader().Read(ReadJson(file, cancellationToken));

    private static JsonNode ReadJson(SourceFile file, CancellationToken cancellationToken)
    {
        IReadOnlyList<JsonNode> values;
        try
        {
            values = JsonScanner.ReadAll(file, cancellationToken);
        }
        catch (InputException e)
        {
            throw new InputException(e.Span, $"not JSON: {e.Message}");
        }

        return values is [{ Kind: JsonKind.Object } only]
            ? only
            : throw new InputException(new SourceSpan(file, 0, 0), "expected one JSON object");
    }

    private NameCatalogue Read(JsonNode root)
    {
        JsonNode releases = root["releases"] ?? throw CreateError("'releases' is missing", root);
        _releases.AddRange(releases.Items.Select(GetText));
        if (_releases.Count is 0 or > ReleaseSet.MaxReleases)
        {
            throw CreateError(
                $"'releases' lists {_releases.Count} releases, but 1 to {ReleaseSet.MaxReleases} are supported",
                releases
            );
        }

        if (_releases.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { Key: var twice })
        {
            throw CreateError($"'releases' lists '{twice}' twice", releases);
        }

        foreach ((string name, JsonNode node) in Members(root["commands"]))
        {
            _entries.Add(
                ReadEntry(
                    EntryKind.Command,
                    name,
                    node,
                    ReadOptionalPlace(node, PlaceKey.Arguments, "arguments")
                        .Concat(ReadOptionalPlace(node, PlaceKey.Returns, "returns"))
                )
            );
        }

        foreach ((string name, JsonNode node) in Members(root["events"]))
        {
            _entries.Add(
                ReadEntry(EntryKind.Event, name, node, ReadOptionalPlace(node, PlaceKey.Arguments, "arguments"))
            );
        }

        foreach ((string name, JsonNode node) in Members(root["types"]))
        {
            _entries.AddRange((node.Kind == JsonKind.Array ? node.Items : [node]).Select(item => ReadType(name, item)));
        }

        return new NameCatalogue(_releases, _entries);
    }

    private CatalogueEntry ReadType(string name, JsonNode node) =>
        node["values"] is { } values ? ReadEntry(EntryKind.Enum, name, node, ReadPlaces(PlaceRole.Value, values))
        : node["kinds"] is { } kinds ? ReadEntry(EntryKind.Alternate, name, node, ReadPlaces(PlaceRole.Kind, kinds))
        : node["members"] is { } members
            ? ReadEntry(
                EntryKind.Object,
                name,
                node,
                ReadPlaces(PlaceRole.Member, members).Concat(ReadPlaces(PlaceRole.Case, node["cases"]))
            )
        : throw CreateError($"the type '{name}' must have 'members', 'values' or 'kinds'", node);

    private CatalogueEntry ReadEntry(EntryKind kind, string name, JsonNode node, IEnumerable<CataloguePlace> places) =>
        new(
            node.Kind == JsonKind.Object ? kind : throw CreateError($"'{name}' is not an object", node),
            name,
            node["since"] is { } since ? GetText(since) : null,
            node["success-response"]?.Kind != JsonKind.False,
            node["in"] is { } range ? ParseReleases(GetText(range), range) : All,
            places
        );

    private IEnumerable<CataloguePlace> ReadPlaces(PlaceRole role, JsonNode? node) =>
        Members(node).SelectMany(member => ReadPlace(new PlaceKey(role, member.Name), member.Value));

    private IEnumerable<CataloguePlace> ReadOptionalPlace(JsonNode node, PlaceKey key, string member) =>
        node[member] is { } place ? ReadPlace(key, place) : [];

    /// <summary>Reads a place: one text, or an array of texts if the releases differ.</summary>
    private IEnumerable<CataloguePlace> ReadPlace(PlaceKey key, JsonNode node) =>
        node.Kind != JsonKind.Array ? [ParsePlace(key, node)]
        : node.Items.Count <= ReleaseSet.MaxReleases ? node.Items.Select(text => ParsePlace(key, text))
        : throw CreateError(
            $"a place has {node.Items.Count} types, but the limit is {ReleaseSet.MaxReleases}, one for each release",
            node
        );

    /// <summary>Parses <c>TYPE [since VERSION] [in RELEASES]</c>. An enum's value does not have a type.</summary>
    private CataloguePlace ParsePlace(PlaceKey key, JsonNode node)
    {
        string[] words = GetText(node).Split([' '], StringSplitOptions.RemoveEmptyEntries);
        int typed = key.Role == PlaceRole.Value ? 0 : 1;
        string type = typed == 0 ? "" : words.FirstOrDefault() ?? throw CreateError("expected a type", node);
        string? since = null;
        ReleaseSet releases = All;
        for (int i = typed; i < words.Length; i += 2)
        {
            string value =
                i + 1 < words.Length ? words[i + 1] : throw CreateError($"'{words[i]}' requires a value", node);
            switch (words[i])
            {
                case "since":
                    since = value;
                    break;
                case "in":
                    releases = ParseReleases(value, node);
                    break;
                default:
                    throw CreateError($"unknown word '{words[i]}': expected 'since' or 'in'", node);
            }
        }

        return new CataloguePlace(key, SourceType.Parse(type), since, releases);
    }

    private ReleaseSet All => default(ReleaseSet).With(0, _releases.Count - 1);

    /// <summary>Parses <c>5.2.0,7.2.22..10.0.13</c>: releases and ranges, either end of which may be open.</summary>
    private ReleaseSet ParseReleases(string ranges, JsonNode node)
    {
        ReleaseSet releases = default;
        foreach (string range in ranges.Split(','))
        {
            int dots = range.IndexOf("..", StringComparison.Ordinal);
            string first = dots < 0 ? range : range.Substring(0, dots);
            string last = dots < 0 ? range : range.Substring(dots + 2);
            int from = dots == 0 ? 0 : FindRelease(first, node);
            int to = dots >= 0 && last.Length == 0 ? _releases.Count - 1 : FindRelease(last, node);
            releases =
                from <= to
                    ? releases.With(from, to)
                    : throw CreateError($"the release '{first}' is newer than '{last}'", node);
        }

        return releases;
    }

    private int FindRelease(string name, JsonNode node) =>
        _releases.IndexOf(name) is >= 0 and int index
            ? index
            : throw CreateError($"unknown release '{name}': add it to 'releases'", node);

    private static IEnumerable<(string Name, JsonNode Value)> Members(JsonNode? node) =>
        node switch
        {
            null => [],
            { Kind: JsonKind.Object } => node.Members.Select(member => (member.Key, member.Value)),
            _ => throw CreateError("expected an object", node),
        };

    private static string GetText(JsonNode node) =>
        node.Kind == JsonKind.String ? node.Text : throw CreateError("expected a string", node);

    private static InputException CreateError(string reason, JsonNode node) => new(node.Span, reason);
}
