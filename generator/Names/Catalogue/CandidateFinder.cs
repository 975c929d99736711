namespace QmpGen.Generator.Names.Catalogue;

/// <summary>A possible name of a type.</summary>
/// <param name="Entry">The entry with the name.</param>
/// <param name="Release">The release in which it was found.</param>
/// <param name="Rank">The release's position in the order of preference for the whole dump.</param>
/// <param name="Difference">The number of places that only the dump's type or only the entry has.</param>
internal sealed record NameCandidate(CatalogueEntry Entry, CatalogueRelease Release, int Rank, int Difference);

/// <summary>Finds possible names for the types of a dump.</summary>
/// <remarks>
/// It walks the dump and the catalogues side by side from every command and event: a type may have the name of the type
/// that QEMU's source has at the same place. Each command is compared with the release that fits it best; for places
/// that this release does not have, the next best is used.
/// </remarks>
internal sealed class CandidateFinder
{
    private readonly DumpGraph _dump;
    private readonly ReleaseComparison[] _releases;
    private readonly ComparisonBudget _budget;
    private readonly Dictionary<DumpNode, Dictionary<string, NameCandidate>> _candidates = [];

    /// <param name="catalogues">The catalogues, the most important first.</param>
    /// <remarks>Of two releases with the same number of common places, the smaller one is nearer to the
    /// dump.</remarks>
    public CandidateFinder(DumpGraph dump, IReadOnlyList<NameCatalogue> catalogues)
    {
        _dump = dump;
        _budget = new ComparisonBudget(dump);
        _releases =
        [
            .. catalogues.SelectMany(catalogue =>
                catalogue
                    .Releases.Select(release => new ReleaseComparison(release, _budget))
                    .OrderByDescending(release => release.CountSame(dump.Roots))
                    .ThenBy(release => release.Release.Size)
            ),
        ];
        for (int i = 0; i < _releases.Length; i++)
        {
            _releases[i].Rank = i;
        }
    }

    /// <summary>The number of places to compare that the dump and the catalogues exceed, or null.</summary>
    public int? ExceededLimit => _budget.IsExhausted ? _budget.Limit : null;

    /// <summary>Finds the candidates, by QEMU's name, of every type that has any.</summary>
    /// <returns>Nothing if there are too many places to compare.</returns>
    public IReadOnlyDictionary<DumpNode, Dictionary<string, NameCandidate>> Find(CancellationToken cancellationToken)
    {
        if (_releases.Length > 0)
        {
            foreach (IGrouping<string, (DumpNode Root, ReleaseComparison[] Order)> group in GroupRoots())
            {
                cancellationToken.ThrowIfCancellationRequested();
                WalkFrom(group.Select(item => item.Root), group.First().Order);
            }
        }

        if (_budget.IsExhausted)
        {
            _candidates.Clear();
        }

        return _candidates;
    }

    /// <summary>Groups the roots by their order of releases, because each group is walked at once.</summary>
    private IEnumerable<IGrouping<string, (DumpNode Root, ReleaseComparison[] Order)>> GroupRoots() =>
        _dump
            .Roots.Select(root => (Root: root, Order: OrderReleases(root)))
            .GroupBy(item => string.Join(" ", item.Order.Select(release => release.Rank)));

    /// <summary>Orders the releases by how well they fit a root, then by how well they fit the dump.</summary>
    private ReleaseComparison[] OrderReleases(DumpNode root) =>
        _releases[0].HasAll(root)
            ? [.. _releases]
            :
            [
                .. _releases
                    .OrderBy(release => release.Release.Find(root.Kind, root.Entity.Name) is null)
                    .ThenByDescending(release => release.CountSame([root])),
            ];

    private void WalkFrom(IEnumerable<DumpNode> roots, ReleaseComparison[] order)
    {
        IEnumerable<(DumpNode Node, string Name)> start = roots.Select(root => (root, root.Entity.Name));
        foreach (
            (DumpNode node, string name) in GraphTraversal.BreadthFirst(
                start,
                step => _budget.TrySpend(step.Node) ? FindTargets(FindEntries(step.Node, step.Name, order)) : []
            )
        )
        {
            if (FindEntries(node, name, order) is [(var pair, var release), ..])
            {
                AddCandidate(pair, release);
            }
        }
    }

    private static List<(EntityPair Pair, ReleaseComparison Release)> FindEntries(
        DumpNode node,
        string name,
        ReleaseComparison[] order
    )
    {
        List<(EntityPair, ReleaseComparison)> entries = [];
        foreach (ReleaseComparison release in order)
        {
            if (release.Release.Find(node.Kind, name) is { } entry)
            {
                entries.Add((new EntityPair(node, entry), release));
            }
        }

        return entries;
    }

    /// <summary>Finds the type at each place, up to the first release that has the same as the dump.</summary>
    private static IEnumerable<(DumpNode Node, string Name)> FindTargets(
        List<(EntityPair Pair, ReleaseComparison Release)> entries
    )
    {
        for (int i = 0; entries.Count > 0 && i < entries[0].Pair.Node.Places.Count; i++)
        {
            foreach ((EntityPair pair, ReleaseComparison release) in entries)
            {
                PlaceComparison place = release.Compare(pair).Places[i];
                if (place.Target is { } target)
                {
                    yield return (target.Node, target.Entry.Name);
                }

                if (place.IsSame)
                {
                    break;
                }
            }
        }
    }

    private void AddCandidate(EntityPair pair, ReleaseComparison release)
    {
        (int common, int inDump, int inRelease) = CountPlaces(pair, release.Release);
        if (!_dump.CanHaveName(pair.Node, pair.Entry.Name) || !IsAlike(common, inDump, inRelease))
        {
            return;
        }

        if (!_candidates.TryGetValue(pair.Node, out Dictionary<string, NameCandidate>? names))
        {
            _candidates.Add(pair.Node, names = new(StringComparer.Ordinal));
        }

        int rank = release.Rank;
        if (!names.TryGetValue(pair.Entry.Name, out NameCandidate? known) || rank < known.Rank)
        {
            names[pair.Entry.Name] = new NameCandidate(
                pair.Entry,
                release.Release,
                rank,
                inDump + inRelease - (2 * common)
            );
        }
    }

    /// <summary>Gets whether a type may be the release's, grown or shrunk. Adding places to a type never changes
    /// that.</summary>
    private static bool IsAlike(int common, int inDump, int inRelease) => common > 0 || inDump == 0 || inRelease == 0;

    private static (int Common, int InDump, int InRelease) CountPlaces(EntityPair pair, CatalogueRelease release) =>
        (
            pair.Node.Places.Count(place => release.FindPlace(pair.Entry, place.Key) is not null),
            pair.Node.Places.Count,
            release.CountPlaces(pair.Entry)
        );
}
