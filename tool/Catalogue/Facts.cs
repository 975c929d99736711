using QmpGen.Generator.Names.Catalogue;

namespace QmpGen.Tool.Catalogue;

/// <summary>Which releases have something, and since when QEMU has it by the newest of them that says so. Releases are
/// added from the oldest on.</summary>
internal class Facts
{
    private readonly List<int> _releases = [];

    public IReadOnlyList<int> Releases => _releases;

    public string? Since { get; private set; }

    public void Add(int release, string? since)
    {
        // The storage daemon's schema repeats what the system emulator's has.
        if (_releases is [] || _releases[^1] != release)
        {
            _releases.Add(release);
        }

        Since = since ?? Since;
    }
}

/// <summary>What the releases say of a command, event or type.</summary>
internal sealed class EntryFacts : Facts
{
    private readonly Dictionary<PlaceKey, Dictionary<string, Facts>> _parts = [];

    /// <summary>Whether a command is answered when it succeeds.</summary>
    public bool IsAnswered { get; set; } = true;

    /// <summary>What stands in the places of a role, by their names: the types, of which there are several where the
    /// releases differ.</summary>
    public IEnumerable<(string Name, IReadOnlyDictionary<string, Facts> Types)> Places(PlaceRole role) =>
        _parts
            .Where(part => part.Key.Role == role)
            .OrderBy(part => part.Key.Name, StringComparer.Ordinal)
            .Select(part => (part.Key.Name, (IReadOnlyDictionary<string, Facts>)part.Value));

    public void AddPart(int release, PlaceKey key, string type, string? since)
    {
        if (!_parts.TryGetValue(key, out Dictionary<string, Facts>? types))
        {
            _parts.Add(key, types = new(StringComparer.Ordinal));
        }

        if (!types.TryGetValue(type, out Facts? facts))
        {
            types.Add(type, facts = new Facts());
        }

        facts.Add(release, since);
    }
}
