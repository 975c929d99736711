namespace QmpGen.Generator.Names.Catalogue;

/// <summary>
/// Settles which type gets which name, where the walks led to several. A type takes the name whose definition differs least from it; then that
/// of the release that the whole dump is nearest to; then the one with which it agrees down to the last type beneath. No two types take the
/// same name: the nearer one does. Where all of this is equal nobody can tell, and the name is left: a path is better than a wrong name.
/// </summary>
internal sealed class NameSettlement
{
    private readonly Dictionary<DumpNode, Choice> _chosen = [];
    private readonly Dictionary<string, Choice?> _taken = new(StringComparer.Ordinal);

    private NameSettlement()
    {
    }

    /// <summary>The names, by the types' names in the dump.</summary>
    public static IReadOnlyDictionary<string, Candidate> Settle(IReadOnlyDictionary<DumpNode, Dictionary<string, Candidate>> candidates)
    {
        NameSettlement settlement = new();
        IEnumerable<Choice[]> preferences = candidates
            .Select(pair => pair.Value.Values.Select(candidate => new Choice(pair.Key, candidate)).OrderBy(choice => choice).ToArray())
            .OrderBy(choices => choices[0].Order).ThenBy(choices => choices[0].Name, StringComparer.Ordinal).ThenBy(choices => choices[0]);
        foreach (Choice[] choices in preferences)
        {
            settlement.Choose(choices);
        }

        return settlement._chosen.ToDictionary(pair => pair.Key.Entity.Name, pair => pair.Value.Candidate, StringComparer.Ordinal);
    }

    private void Choose(Choice[] choices)
    {
        for (int i = 0; i < choices.Length; i++)
        {
            Choice choice = choices[i];
            if (i + 1 < choices.Length && !choice.IsBetterThan(choices[i + 1]))
            {
                return;
            }

            if (!_taken.TryGetValue(choice.Name, out Choice? owner))
            {
                _taken.Add(choice.Name, choice);
                _chosen.Add(choice.Node, choice);
                return;
            }

            if (owner is not null && !owner.IsBetterThan(choice))
            {
                _taken[choice.Name] = null;
                _chosen.Remove(owner.Node);
                return;
            }
        }
    }

    /// <summary>A candidate for a type: the smaller, the better.</summary>
    private sealed class Choice(DumpNode node, Candidate candidate) : IComparable<Choice>
    {
        private bool? _agrees;

        public DumpNode Node => node;

        public Candidate Candidate => candidate;

        public string Name => candidate.Entry.Name;

        public (int Catalogue, int Difference, int Rank) Order => (candidate.Catalogue, candidate.Difference, candidate.Rank);

        private bool Agrees => _agrees ??= new ReleaseComparison(candidate.Release).Agree(new Pair(node, candidate.Entry));

        public bool IsBetterThan(Choice other) => CompareTo(other) < 0;

        public int CompareTo(Choice? other)
        {
            if (other is null)
            {
                return -1;
            }

            int order = Order.CompareTo(other.Order);
            return order != 0 ? order : other.Agrees.CompareTo(Agrees);
        }

    }
}
