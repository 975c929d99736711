namespace QmpGen.Generator.Names.Catalogue;

/// <summary>How far a release differs from a dump, in places: members, cases, values and so on.</summary>
/// <param name="Missing">What the dump has and the release lacks. It weighs more: no QEMU has what its source lacks.</param>
/// <param name="Extra">What the release has and the dump lacks, which may be due to how that QEMU was configured.</param>
internal readonly record struct ReleaseFit(int Missing, int Extra) : IComparable<ReleaseFit>
{
    /// <summary>Compares all that can be reached from commands and events.</summary>
    public static ReleaseFit Measure(IReadOnlyList<DumpNode> roots, CatalogueRelease release) =>
        Measure(roots, [.. release.Pair(roots)], release);

    /// <summary>Compares all that can be reached from a node of the dump and from the entry that may be the same.</summary>
    public static ReleaseFit Measure(Pair pair, CatalogueRelease release) => Measure([pair.Node], [pair], release);

    public int CompareTo(ReleaseFit other) => Missing != other.Missing ? Missing.CompareTo(other.Missing) : Extra.CompareTo(other.Extra);

    private static ReleaseFit Measure(IEnumerable<DumpNode> nodes, IReadOnlyList<Pair> pairs, CatalogueRelease release)
    {
        HashSet<(DumpNode, PartKey)> inDump = [];
        HashSet<(CatalogueEntry, PartKey)> inRelease = [];
        Reach<Pair> reach = new(pairs);
        while (reach.TryNext(out Pair pair))
        {
            foreach (DumpPart part in pair.Node.Parts)
            {
                if (release.Matches(part, pair.Entry, out Pair? below))
                {
                    inDump.Add((pair.Node, part.Key));
                    inRelease.Add((pair.Entry, part.Key));
                    if (below is { } next)
                    {
                        reach.Add(next);
                    }
                }
            }
        }

        return new ReleaseFit(CountParts(nodes) - inDump.Count, CountParts(pairs.Select(pair => pair.Entry), release) - inRelease.Count);
    }

    private static int CountParts(IEnumerable<DumpNode> nodes)
    {
        int count = 0;
        Reach<DumpNode> reach = new(nodes);
        while (reach.TryNext(out DumpNode node))
        {
            count += node.Parts.Count;
            foreach (DumpPart part in node.Parts)
            {
                if (part.Target is { } target)
                {
                    reach.Add(target);
                }
            }
        }

        return count;
    }

    private static int CountParts(IEnumerable<CatalogueEntry> entries, CatalogueRelease release)
    {
        int count = 0;
        Reach<CatalogueEntry> reach = new(entries);
        while (reach.TryNext(out CatalogueEntry entry))
        {
            foreach (CataloguePart part in release.PartsOf(entry))
            {
                count++;
                if (release.FindType(SourceType.Parse(part.Type).Name) is { } type)
                {
                    reach.Add(type);
                }
            }
        }

        return count;
    }
}
