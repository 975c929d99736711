using QmpGen.Generator.Collections;
using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Merging;

/// <summary>A type of the merged schema, with the types that it merges.</summary>
internal sealed class MergedType(string name, EntryKind kind)
{
    private readonly SortedDictionary<(int Rank, string Type), PlaceSource> _sources = [];
    private readonly HashSet<MergedRelease> _releases = [];

    public string Name => name;

    public EntryKind Kind => kind;

    /// <summary>The types, the newest first.</summary>
    public IReadOnlyList<PlaceSource> Sources => [.. _sources.Values];

    /// <summary>The releases that have the type at one of its places. Others only have a type of its name.</summary>
    public IReadOnlyCollection<MergedRelease> Releases => _releases;

    /// <summary>The merged type.</summary>
    public SchemaType? Entity { get; set; }

    /// <summary>The members that could not be merged.</summary>
    public EquatableArray<Problem> Problems { get; set; } = [];

    /// <summary>Adds the type at a place.</summary>
    /// <returns>Whether the merged type must be built again.</returns>
    public bool AddPlace(PlaceSource source) => _releases.Add(source.Release) | Add(source);

    /// <summary>Adds a type of a release.</summary>
    /// <returns>Whether the type is new, so that the merged type must be built again.</returns>
    public bool Add(PlaceSource source)
    {
        (int, string) key = (source.Release.Rank, source.Type.Name);
        bool isNew = !_sources.ContainsKey(key);
        if (isNew)
        {
            _sources.Add(key, source);
        }

        return isNew;
    }
}
