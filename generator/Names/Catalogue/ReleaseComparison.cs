namespace QmpGen.Generator.Names.Catalogue;

/// <summary>A node of a dump and the entry of a catalogue that may be the same thing.</summary>
internal readonly record struct Pair(DumpNode Node, CatalogueEntry Entry);

/// <summary>What a release has in a place of the dump.</summary>
/// <param name="IsSame">Whether it has the same there, as far as a dump can tell.</param>
/// <param name="Below">The types that stand there, where they have parts to compare.</param>
internal readonly record struct Match(bool IsSame, Pair? Below);

/// <summary>What a release has in the places of a node.</summary>
internal sealed class PairComparison(Match[] matches)
{
    /// <summary>For each part of the node, what the release has there.</summary>
    public Match[] Matches => matches;

    /// <summary>In how many of them it has the same.</summary>
    public int Same { get; } = matches.Count(match => match.IsSame);

    /// <summary>The types that stand there.</summary>
    public Pair[] Below { get; } =
    [.. matches.Where(match => match.Below is not null).Select(match => match.Below!.Value)];
}

/// <summary>Compares one dump with one release; what has been compared is remembered.</summary>
internal sealed class ReleaseComparison(CatalogueRelease release)
{
    private readonly Dictionary<Pair, PairComparison> _compared = [];

    public CatalogueRelease Release => release;

    /// <summary>Compares a type, not what is beneath.</summary>
    public PairComparison Compare(Pair pair)
    {
        if (!_compared.TryGetValue(pair, out PairComparison? comparison))
        {
            _compared.Add(pair, comparison = new([.. pair.Node.Parts.Select(part => Compare(part, pair.Entry))]));
        }

        return comparison;
    }

    /// <summary>How many places beneath nodes the release has as the dump has them.</summary>
    public int CountSame(IReadOnlyList<DumpNode> roots)
    {
        Dictionary<DumpNode, int> same = [];
        foreach (Pair pair in Beneath(release.Pair(roots)))
        {
            int count = Compare(pair).Same;
            same[pair.Node] = same.TryGetValue(pair.Node, out int known) ? Math.Max(known, count) : count;
        }

        return same.Values.Sum();
    }

    /// <summary>Whether the release has every place beneath a node that the dump has.</summary>
    public bool HasAll(DumpNode root) =>
        release.Find(root.Kind, root.Entity.Name) is { } entry
        && Beneath([new Pair(root, entry)]).All(pair => Compare(pair).Same == pair.Node.Parts.Count);

    private IEnumerable<Pair> Beneath(IEnumerable<Pair> pairs) => Reach<Pair>.From(pairs, pair => Compare(pair).Below);

    private Match Compare(DumpPart part, CatalogueEntry entry)
    {
        if (release.PartOf(entry, part.Key) is not { Type: var type } || part.Lists != type.Lists)
        {
            return default;
        }

        if (part.Target is not { } target)
        {
            return new Match(part.Builtin == type.Builtin, null);
        }

        return release.Find(target.Kind, type.Name) is { } found ? new Match(true, new Pair(target, found)) : default;
    }
}
