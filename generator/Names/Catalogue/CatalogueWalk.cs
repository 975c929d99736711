namespace QmpGen.Generator.Names.Catalogue;

/// <summary>A name that a type of the dump may have.</summary>
/// <param name="Entry">Where the catalogue has the name.</param>
/// <param name="Release">The release in which it was found.</param>
/// <param name="Rank">The release's place in the order of preference for the whole dump.</param>
/// <param name="Difference">How many parts of the type itself only the dump or only the release has.</param>
internal sealed record Candidate(CatalogueEntry Entry, CatalogueRelease Release, int Rank, int Difference);

/// <summary>
/// Walks a dump and catalogues side by side from every command and event, so that a type may get the name of what
/// QEMU's source has in that
/// place. Each command is walked in the release that fits it best; where that release has nothing in a place, the next
/// best is asked.
/// </summary>
internal sealed class CatalogueWalk
{
    private readonly DumpGraph _dump;
    private readonly List<ReleaseComparison> _releases;
    private readonly Dictionary<DumpNode, Dictionary<string, Candidate>> _candidates = [];

    // Of two releases that have the same of the dump, the one with less besides is nearer to it.
    private CatalogueWalk(DumpGraph dump, IReadOnlyList<NameCatalogue> catalogues)
    {
        _dump = dump;
        _releases =
        [
            .. catalogues.SelectMany(catalogue =>
                catalogue
                    .Releases.Select(release => new ReleaseComparison(release))
                    .OrderByDescending(release => release.CountSame(dump.Roots))
                    .ThenBy(release => release.Release.Size)
            ),
        ];
    }

    /// <summary>Finds the names that the types of a dump may have; a type to which no walk leads has none.</summary>
    /// <param name="dump">The dump.</param>
    /// <param name="catalogues">The catalogues, each of which goes before the next.</param>
    /// <param name="cancellationToken">Stops the walk.</param>
    public static IReadOnlyDictionary<DumpNode, Dictionary<string, Candidate>> Run(
        DumpGraph dump,
        IReadOnlyList<NameCatalogue> catalogues,
        CancellationToken cancellationToken
    )
    {
        CatalogueWalk walk = new(dump, catalogues);
        if (walk._releases.Count == 0)
        {
            return walk._candidates;
        }

        foreach (IGrouping<string, (DumpNode Root, ReleaseComparison[] Order)> group in walk.RootsByOrder())
        {
            cancellationToken.ThrowIfCancellationRequested();
            walk.WalkFrom(group.Select(item => item.Root), group.First().Order);
        }

        return walk._candidates;
    }

    /// <summary>The commands and events with the releases in the order in which they are to be asked; those of one
    /// order are walked together.</summary>
    private IEnumerable<IGrouping<string, (DumpNode Root, ReleaseComparison[] Order)>> RootsByOrder() =>
        _dump
            .Roots.Select(root => (Root: root, Order: OrderFor(root)))
            .GroupBy(item => string.Join(" ", item.Order.Select(release => _releases.IndexOf(release))));

    /// <summary>First the release that has most of what the dump has; of several that have the same the one that goes
    /// first for the whole dump.</summary>
    private ReleaseComparison[] OrderFor(DumpNode root) =>
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
            (DumpNode node, string name) in Reach<(DumpNode Node, string Name)>.From(
                start,
                step => Below(PlacesOf(step.Node, step.Name, order))
            )
        )
        {
            if (PlacesOf(node, name, order) is [(var pair, var release), ..])
            {
                Note(pair, release);
            }
        }
    }

    private static List<(Pair Pair, ReleaseComparison Release)> PlacesOf(
        DumpNode node,
        string name,
        ReleaseComparison[] order
    )
    {
        List<(Pair, ReleaseComparison)> places = [];
        foreach (ReleaseComparison release in order)
        {
            if (release.Release.Find(node.Kind, name) is { } entry)
            {
                places.Add((new Pair(node, entry), release));
            }
        }

        return places;
    }

    /// <summary>What stands in each place, by the first release that has the same there as the dump.</summary>
    private static IEnumerable<(DumpNode Node, string Name)> Below(List<(Pair Pair, ReleaseComparison Release)> places)
    {
        for (int i = 0; places.Count > 0 && i < places[0].Pair.Node.Parts.Count; i++)
        {
            foreach ((Pair pair, ReleaseComparison release) in places)
            {
                Match match = release.Compare(pair).Matches[i];
                if (match.Below is { } below)
                {
                    yield return (below.Node, below.Entry.Name);
                }

                if (match.IsSame)
                {
                    break;
                }
            }
        }
    }

    private void Note(Pair pair, ReleaseComparison release)
    {
        (int common, int inDump, int inRelease) = Compare(pair, release.Release);
        if (!_dump.MayBeNamed(pair.Node, pair.Entry.Name) || !IsAlike(common, inDump, inRelease))
        {
            return;
        }

        if (!_candidates.TryGetValue(pair.Node, out Dictionary<string, Candidate>? names))
        {
            _candidates.Add(pair.Node, names = new(StringComparer.Ordinal));
        }

        int rank = _releases.IndexOf(release);
        if (!names.TryGetValue(pair.Entry.Name, out Candidate? known) || rank < known.Rank)
        {
            names[pair.Entry.Name] = new Candidate(
                pair.Entry,
                release.Release,
                rank,
                inDump + inRelease - (2 * common)
            );
        }
    }

    /// <summary>Whether a type may be the release's, grown or shrunk, rather than another one that came into the place.
    /// What is added to a type never changes that.</summary>
    private static bool IsAlike(int common, int inDump, int inRelease) => common > 0 || inDump == 0 || inRelease == 0;

    /// <summary>Compares the parts of a type itself by their names: what they have in common, and how many each
    /// has.</summary>
    private static (int Common, int InDump, int InRelease) Compare(Pair pair, CatalogueRelease release) =>
        (
            pair.Node.Parts.Count(part => release.PartOf(pair.Entry, part.Key) is not null),
            pair.Node.Parts.Count,
            release.PartsOf(pair.Entry).Count()
        );
}
