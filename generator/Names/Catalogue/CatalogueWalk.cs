namespace QmpGen.Generator.Names.Catalogue;

/// <summary>A name that a type of the dump may have.</summary>
/// <param name="Entry">Where the catalogue has the name.</param>
/// <param name="Release">The release in which it was found.</param>
/// <param name="Catalogue">The catalogue's place in the order of preference.</param>
/// <param name="Rank">The release's place in the order of preference for the whole dump.</param>
/// <param name="Difference">How many parts of the type itself only the dump or only the release has.</param>
internal sealed record Candidate(CatalogueEntry Entry, CatalogueRelease Release, int Catalogue, int Rank, int Difference);

/// <summary>
/// Walks a dump and catalogues side by side from every command and event, so that a type may get the name of what QEMU's source has in that
/// place. Each command is walked in the release that fits it best; where that release has nothing in a place, the next best is asked.
/// </summary>
internal sealed class CatalogueWalk
{
    private readonly List<NameCatalogue> _catalogues;
    private readonly List<CatalogueRelease> _releases;
    private readonly Dictionary<DumpNode, Dictionary<string, Candidate>> _candidates = [];

    private CatalogueWalk(List<CatalogueRelease> releases) => (_catalogues, _releases) = ([.. releases.Select(release => release.Catalogue).Distinct()], releases);

    /// <summary>Finds the names that the types of a dump may have, the first that was met first; a type to which no walk leads has none.</summary>
    /// <param name="dump">The dump.</param>
    /// <param name="catalogues">The catalogues, each of which goes before the next.</param>
    /// <param name="cancellationToken">Stops the walk.</param>
    public static IReadOnlyDictionary<DumpNode, Dictionary<string, Candidate>> Run(
        DumpGraph dump, IReadOnlyList<NameCatalogue> catalogues, CancellationToken cancellationToken)
    {
        CatalogueWalk walk = new(
        [
            .. catalogues.SelectMany(catalogue => catalogue.Releases.OrderBy(release => ReleaseFit.Measure(dump.Roots, release))),
        ]);
        foreach (DumpNode root in dump.Roots)
        {
            cancellationToken.ThrowIfCancellationRequested();
            walk.WalkFrom(root);
        }

        return walk._candidates;
    }

    private void WalkFrom(DumpNode root)
    {
        IReadOnlyList<CatalogueRelease> order = OrderFor(root);
        Reach<(DumpNode Node, string Name)> reach = new([(root, root.Entity.Name)]);
        while (reach.TryNext(out (DumpNode Node, string Name) step))
        {
            List<(CatalogueRelease Release, CatalogueEntry Entry)> places = PlacesOf(step.Node, step.Name, order);
            if (places.Count > 0)
            {
                Note(step.Node, places[0].Entry, places[0].Release);
            }

            foreach (DumpPart part in step.Node.Parts)
            {
                if (Below(part, places) is { } pair)
                {
                    reach.Add((pair.Node, pair.Entry.Name));
                }
            }
        }
    }

    /// <summary>The releases in the order in which they are asked about a command: first those of the first catalogue, and of those the best fit.</summary>
    private IReadOnlyList<CatalogueRelease> OrderFor(DumpNode root) =>
    [
        .. _releases
            .Where(release => release.Find(root.Kind, root.Entity.Name) is not null)
            .GroupBy(release => release.Catalogue)
            .SelectMany(group => group.OrderBy(release => ReleaseFit.Measure([root], release).Missing)),
        .. _releases.Where(release => release.Find(root.Kind, root.Entity.Name) is null),
    ];

    private static List<(CatalogueRelease Release, CatalogueEntry Entry)> PlacesOf(DumpNode node, string name, IEnumerable<CatalogueRelease> order)
    {
        List<(CatalogueRelease, CatalogueEntry)> places = [];
        foreach (CatalogueRelease release in order)
        {
            if (release.Find(node.Kind, name) is { } entry)
            {
                places.Add((release, entry));
            }
        }

        return places;
    }

    private static Pair? Below(DumpPart part, IEnumerable<(CatalogueRelease Release, CatalogueEntry Entry)> places)
    {
        foreach ((CatalogueRelease release, CatalogueEntry entry) in places)
        {
            if (release.Matches(part, entry, out Pair? below))
            {
                return below;
            }
        }

        return null;
    }

    private void Note(DumpNode node, CatalogueEntry entry, CatalogueRelease release)
    {
        (int common, int inDump, int inRelease) = Compare(node, entry, release);

        // Less than half in common is another type that came into the place.
        if (2 * common < Math.Min(inDump, inRelease) || (common == 0 && inDump + inRelease > 0))
        {
            return;
        }

        if (!_candidates.TryGetValue(node, out Dictionary<string, Candidate>? names))
        {
            _candidates.Add(node, names = new(StringComparer.Ordinal));
        }

        int rank = _releases.IndexOf(release);
        if (!names.TryGetValue(entry.Name, out Candidate? known) || rank < known.Rank)
        {
            names[entry.Name] = new Candidate(entry, release, _catalogues.IndexOf(release.Catalogue), rank, inDump + inRelease - (2 * common));
        }
    }

    private static (int Common, int InDump, int InRelease) Compare(DumpNode node, CatalogueEntry entry, CatalogueRelease release)
    {
        HashSet<PartKey> there = [.. release.PartsOf(entry).Select(part => part.Key)];
        return (node.Parts.Count(part => there.Contains(part.Key)), node.Parts.Count, there.Count);
    }
}
