namespace QmpGen.Generator.Names.Catalogue;

/// <summary>An entity of a dump, and the catalogue entry that it is compared with.</summary>
internal readonly record struct EntityPair(DumpNode Node, CatalogueEntry Entry);

/// <summary>The comparison of a place of the dump with a release.</summary>
/// <param name="IsSame">Whether the release has the same type there, as far as a dump shows.</param>
/// <param name="Target">The types at the place, if they have places to compare.</param>
internal readonly record struct PlaceComparison(bool IsSame, EntityPair? Target);

/// <summary>The comparison of all places of an entity with a release.</summary>
internal sealed class EntityComparison(PlaceComparison[] places)
{
    /// <summary>The comparisons, in the order of <see cref="DumpNode.Places"/>.</summary>
    public PlaceComparison[] Places => places;

    /// <summary>The number of places that are the same.</summary>
    public int SameCount { get; } = places.Count(place => place.IsSame);

    /// <summary>The types at the places.</summary>
    public EntityPair[] Targets { get; } =
    [.. places.Where(place => place.Target is not null).Select(place => place.Target!.Value)];
}

/// <summary>Compares a dump with a release, and caches the results.</summary>
internal sealed class ReleaseComparison(CatalogueRelease release, ComparisonBudget budget)
{
    private readonly Dictionary<EntityPair, EntityComparison> _cache = [];

    public CatalogueRelease Release => release;

    /// <summary>The position in the order of preference for the whole dump.</summary>
    public int Rank { get; set; }

    /// <summary>Compares the places of an entity, without the types at them.</summary>
    public EntityComparison Compare(EntityPair pair)
    {
        if (!_cache.TryGetValue(pair, out EntityComparison? comparison))
        {
            _cache.Add(pair, comparison = new([.. pair.Node.Places.Select(place => Compare(place, pair.Entry))]));
        }

        return comparison;
    }

    /// <summary>Counts the places that occur in both the release and the dump.</summary>
    public int CountSame(IReadOnlyList<DumpNode> roots)
    {
        Dictionary<DumpNode, int> same = [];
        foreach (EntityPair pair in FindReachable(release.Pair(roots)))
        {
            int count = Compare(pair).SameCount;
            same[pair.Node] = same.TryGetValue(pair.Node, out int known) ? Math.Max(known, count) : count;
        }

        return same.Values.Sum();
    }

    /// <summary>Gets whether the release has every place reachable from a command or event.</summary>
    public bool HasAll(DumpNode root) =>
        release.Find(root.Kind, root.Entity.Name) is { } entry
        && FindReachable([new EntityPair(root, entry)]).All(pair => Compare(pair).SameCount == pair.Node.Places.Count);

    private IEnumerable<EntityPair> FindReachable(IEnumerable<EntityPair> pairs) =>
        GraphTraversal.BreadthFirst(pairs, pair => budget.TrySpend(pair.Node) ? Compare(pair).Targets : []);

    private PlaceComparison Compare(DumpPlace place, CatalogueEntry entry)
    {
        if (release.FindPlace(entry, place.Key) is not { Type: var type } || place.ListDepth != type.ListDepth)
        {
            return default;
        }

        if (place.Target is not { } target)
        {
            return new PlaceComparison(place.Builtin == type.Builtin, null);
        }

        return release.Find(target.Kind, type.Name) is { } found
            ? new PlaceComparison(true, new EntityPair(target, found))
            : default;
    }
}
