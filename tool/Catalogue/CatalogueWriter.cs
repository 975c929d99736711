using System.Text;
using QmpGen.Generator.Names.Catalogue;
using static QmpGen.Tool.Introspection.JsonText;

namespace QmpGen.Tool.Catalogue;

/// <summary>Prints a catalogue: one entry a line, everything in ordinal order, so that the same facts make the same
/// bytes.</summary>
internal sealed class CatalogueWriter
{
    private readonly IReadOnlyList<string> _releases;
    private readonly int[] _all;

    private CatalogueWriter(IReadOnlyList<string> releases)
    {
        _releases = releases;
        _all = [.. Enumerable.Range(0, releases.Count)];
    }

    /// <summary>Prints the facts of releases.</summary>
    /// <param name="releases">The releases' names, the oldest first.</param>
    /// <param name="entries">The facts.</param>
    public static string Write(
        IReadOnlyList<string> releases,
        IReadOnlyDictionary<(EntryKind Kind, string Name), EntryFacts> entries
    )
    {
        CatalogueWriter writer = new(releases);
        StringBuilder text = new();
        text.Append("{\n\"releases\": ").Append(Array(releases.Select(Text)));
        writer.Section(text, "commands", entries.Where(entry => entry.Key.Kind == EntryKind.Command));
        writer.Section(text, "events", entries.Where(entry => entry.Key.Kind == EntryKind.Event));
        writer.Section(
            text,
            "types",
            entries.Where(entry => entry.Key.Kind is EntryKind.Object or EntryKind.Enum or EntryKind.Alternate)
        );
        return text.Append("\n}\n").ToString();
    }

    private void Section(
        StringBuilder text,
        string name,
        IEnumerable<KeyValuePair<(EntryKind Kind, string Name), EntryFacts>> entries
    )
    {
        // A name may stand for types of two kinds, one in each of two releases.
        IEnumerable<string> lines = entries
            .OrderBy(entry => entry.Key.Kind)
            .GroupBy(entry => entry.Key.Name, entry => Entry(entry.Key.Kind, entry.Value))
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => $"{Text(group.Key)}: {OneOrAll([.. group])}");
        text.Append(",\n").Append(Text(name)).Append(": {\n").AppendJoin(",\n", lines).Append("\n}");
    }

    private string Entry(EntryKind kind, EntryFacts facts) =>
        Object(
            ("in", RangeOf(facts, _all) is { } range ? Text(range) : null),
            ("since", facts.Since is { } since ? Text(since) : null),
            ("answered", facts.IsAnswered ? null : "false"),
            ("arguments", Place(facts, PlaceRole.Arguments)),
            ("returns", Place(facts, PlaceRole.Returns)),
            ("members", kind == EntryKind.Object ? Places(facts, PlaceRole.Member) : null),
            ("cases", facts.Places(PlaceRole.Case).Any() ? Places(facts, PlaceRole.Case) : null),
            ("values", kind == EntryKind.Enum ? Places(facts, PlaceRole.Value) : null),
            ("kinds", kind == EntryKind.Alternate ? Places(facts, PlaceRole.Kind) : null)
        );

    private string Places(EntryFacts facts, PlaceRole role) =>
        Object([.. facts.Places(role).Select(place => (place.Name, (string?)Place(place.Types, facts)))]);

    private string? Place(EntryFacts facts, PlaceRole role) =>
        facts.Places(role).Select(place => Place(place.Types, facts)).FirstOrDefault();

    /// <summary>What stands in a place, the oldest first.</summary>
    private string Place(IReadOnlyDictionary<string, Facts> types, EntryFacts owner) =>
        OneOrAll([
            .. types
                .OrderBy(type => type.Value.Releases[0])
                .ThenBy(type => type.Key, StringComparer.Ordinal)
                .Select(type => Text(Words(type.Key, type.Value, owner))),
        ]);

    /// <summary><c>TYPE [since VERSION] [in RELEASES]</c>, where an enum's value has no type.</summary>
    private string Words(string type, Facts facts, EntryFacts owner) =>
        string.Join(
            ' ',
            new[]
            {
                type,
                facts.Since is { } since ? $"since {since}" : "",
                RangeOf(facts, owner.Releases) is { } range ? $"in {range}" : "",
            }.Where(word => word.Length > 0)
        );

    /// <summary>The releases as ranges, open where they reach the first or the last; null where they are those that are
    /// understood.</summary>
    private string? RangeOf(Facts facts, IReadOnlyList<int> understood)
    {
        if (facts.Releases.SequenceEqual(understood))
        {
            return null;
        }

        List<string> ranges = [];
        for (int i = 0; i < facts.Releases.Count; i++)
        {
            int first = facts.Releases[i];
            while (i + 1 < facts.Releases.Count && facts.Releases[i + 1] == facts.Releases[i] + 1)
            {
                i++;
            }

            ranges.Add(RangeOf(first, facts.Releases[i]));
        }

        return string.Join(",", ranges);
    }

    private string RangeOf(int first, int last) =>
        first == last
            ? _releases[first]
            : $"{(first == 0 ? "" : _releases[first])}..{(last == _releases.Count - 1 ? "" : _releases[last])}";

    private static string OneOrAll(string[] items) => items is [string only] ? only : Array(items);
}
