using QmpGen.Generator.Json;
using QmpGen.Generator.Names.Catalogue;
using QmpGen.Tool.Json;
using static QmpGen.Tool.Json.JsonNodes;

namespace QmpGen.Tool.Catalogue;

/// <summary>Writes a name catalogue with one line per entry.</summary>
/// <remarks>Everything is in ordinal order, so the same input gives the same bytes.</remarks>
internal sealed class CatalogueWriter
{
    private readonly IReadOnlyList<string> _releases;
    private readonly int[] _all;

    private CatalogueWriter(IReadOnlyList<string> releases)
    {
        _releases = releases;
        _all = [.. Enumerable.Range(0, releases.Count)];
    }

    /// <summary>Writes a catalogue.</summary>
    /// <param name="releases">The names of the releases in ascending order.</param>
    /// <param name="entries">The merged entries of the releases.</param>
    public static string Write(
        IReadOnlyList<string> releases,
        IReadOnlyDictionary<(EntryKind Kind, string Name), EntryHistory> entries
    )
    {
        CatalogueWriter writer = new(releases);
        JsonNode root = CreateObject(
            ("releases", CreateArray(releases.Select(CreateString))),
            ("commands", writer.CreateSection(entries, EntryKind.Command)),
            ("events", writer.CreateSection(entries, EntryKind.Event)),
            ("types", writer.CreateSection(entries, EntryKind.Object, EntryKind.Enum, EntryKind.Alternate))
        );
        return JsonFormatter.FormatLines(root, depth: 2);
    }

    private JsonNode CreateSection(
        IReadOnlyDictionary<(EntryKind Kind, string Name), EntryHistory> entries,
        params EntryKind[] kinds
    ) =>
        // A name can have several entries, because a type can change its kind from release to release.
        CreateObject(
            entries
                .Where(entry => kinds.Contains(entry.Key.Kind))
                .OrderBy(entry => entry.Key.Kind)
                .GroupBy(entry => entry.Key.Name, entry => CreateEntry(entry.Key.Kind, entry.Value))
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => (group.Key, (JsonNode?)CreateOneOrList([.. group])))
        );

    private JsonNode CreateEntry(EntryKind kind, EntryHistory history) =>
        CreateObject(
            ("in", FormatReleases(history, _all) is { } range ? CreateString(range) : null),
            ("since", history.Since is { } since ? CreateString(since) : null),
            ("success-response", history.HasSuccessResponse ? null : False),
            ("arguments", CreateSinglePart(history, PlaceRole.Arguments)),
            ("returns", CreateSinglePart(history, PlaceRole.Returns)),
            ("members", kind == EntryKind.Object ? CreateParts(history, PlaceRole.Member) : null),
            ("cases", history.GetParts(PlaceRole.Case).Any() ? CreateParts(history, PlaceRole.Case) : null),
            ("values", kind == EntryKind.Enum ? CreateParts(history, PlaceRole.Value) : null),
            ("kinds", kind == EntryKind.Alternate ? CreateParts(history, PlaceRole.Kind) : null)
        );

    private JsonNode CreateParts(EntryHistory history, PlaceRole role) =>
        CreateObject(history.GetParts(role).Select(part => (part.Name, (JsonNode?)CreatePart(part.Types, history))));

    private JsonNode? CreateSinglePart(EntryHistory history, PlaceRole role) =>
        history.GetParts(role).Select(part => CreatePart(part.Types, history)).FirstOrDefault();

    /// <summary>Creates the text of a part, or a list of texts in ascending order of the first release.</summary>
    private JsonNode CreatePart(IReadOnlyDictionary<string, ReleaseHistory> types, EntryHistory owner) =>
        CreateOneOrList([
            .. types
                .OrderBy(type => type.Value.Releases[0])
                .ThenBy(type => type.Key, StringComparer.Ordinal)
                .Select(type => CreateString(FormatPart(type.Key, type.Value, owner))),
        ]);

    /// <summary>Formats <c>TYPE [since VERSION] [in RELEASES]</c>. Enum values do not have a type.</summary>
    private string FormatPart(string type, ReleaseHistory history, EntryHistory owner)
    {
        string since = history.Since is null ? "" : $"since {history.Since}";
        string range = FormatReleases(history, owner.Releases) is { } releases ? $"in {releases}" : "";
        return string.Join(' ', new[] { type, since, range }.Where(word => word.Length > 0));
    }

    /// <summary>Formats releases as ranges, or returns null if they are the default.</summary>
    /// <remarks>A range to the first or last release omits that end.</remarks>
    private string? FormatReleases(ReleaseHistory history, IReadOnlyList<int> defaults)
    {
        if (history.Releases.SequenceEqual(defaults))
        {
            return null;
        }

        List<string> ranges = [];
        for (int i = 0; i < history.Releases.Count; i++)
        {
            int first = history.Releases[i];
            while (i + 1 < history.Releases.Count && history.Releases[i + 1] == history.Releases[i] + 1)
            {
                i++;
            }

            ranges.Add(FormatRange(first, history.Releases[i]));
        }

        return string.Join(",", ranges);
    }

    private string FormatRange(int first, int last)
    {
        if (first == last)
        {
            return _releases[first];
        }

        string start = first == 0 ? "" : _releases[first];
        string end = last == _releases.Count - 1 ? "" : _releases[last];
        return $"{start}..{end}";
    }

    private static JsonNode CreateOneOrList(JsonNode[] items) => items is [var only] ? only : CreateArray(items);
}
