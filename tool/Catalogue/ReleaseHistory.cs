using QmpGen.Generator.Names.Catalogue;

namespace QmpGen.Tool.Catalogue;

/// <summary>The releases that have an item, and the QEMU version that introduced it.</summary>
/// <remarks>Add releases in ascending order. The newest documented version wins.</remarks>
internal class ReleaseHistory
{
    private readonly List<int> _releases = [];

    public IReadOnlyList<int> Releases => _releases;

    public string? Since { get; private set; }

    public void Add(int release, string? since)
    {
        // The storage daemon's schema repeats parts of the system emulator's.
        if (_releases is [] || _releases[^1] != release)
        {
            _releases.Add(release);
        }

        Since = since ?? Since;
    }
}

/// <summary>The history of a command, event or type, and of its parts.</summary>
internal sealed class EntryHistory : ReleaseHistory
{
    private readonly Dictionary<PlaceKey, Dictionary<string, ReleaseHistory>> _parts = [];

    /// <summary>Whether QEMU sends a response when the command succeeds.</summary>
    public bool HasSuccessResponse { get; set; } = true;

    /// <summary>The parts with a role by name, each with its types. Releases can have different types.</summary>
    public IEnumerable<(string Name, IReadOnlyDictionary<string, ReleaseHistory> Types)> GetParts(PlaceRole role) =>
        _parts
            .Where(part => part.Key.Role == role)
            .OrderBy(part => part.Key.Name, StringComparer.Ordinal)
            .Select(part => (part.Key.Name, (IReadOnlyDictionary<string, ReleaseHistory>)part.Value));

    public void AddPart(int release, PlaceKey key, string type, string? since)
    {
        if (!_parts.TryGetValue(key, out Dictionary<string, ReleaseHistory>? types))
        {
            _parts.Add(key, types = new(StringComparer.Ordinal));
        }

        if (!types.TryGetValue(type, out ReleaseHistory? history))
        {
            types.Add(type, history = new ReleaseHistory());
        }

        history.Add(release, since);
    }
}
