namespace QmpGen.Generator.Names.Catalogue;

/// <summary>
/// Settles which type gets which name, where the walks led to several. A type wants the name whose definition differs
/// least from it; then that
/// of the release that goes first. By the same rule the nearest of several types gets the name that they want, and the
/// others want their next
/// best. Where that is equal nobody can tell, and the name is left: a path is better than a wrong name. The order of
/// the types does not matter.
/// </summary>
internal sealed class NameSettlement
{
    private readonly Dictionary<string, Claim> _best = new(StringComparer.Ordinal);
    private readonly HashSet<string> _disputed = new(StringComparer.Ordinal);
    private readonly Queue<Claim> _open;

    private NameSettlement(IEnumerable<Claim> claims) => _open = new(claims);

    /// <summary>The names, by the types' names in the dump.</summary>
    public static IReadOnlyDictionary<string, Candidate> Settle(
        IReadOnlyDictionary<DumpNode, Dictionary<string, Candidate>> candidates
    )
    {
        NameSettlement settlement = new(
            candidates.Select(pair => new Claim(
                [.. pair.Value.Values.Select(candidate => new Choice(pair.Key, candidate)).OrderBy(choice => choice)],
                0
            ))
        );
        while (settlement._open.Count > 0)
        {
            settlement.Consider(settlement._open.Dequeue());
        }

        return settlement
            ._best.Where(pair => !settlement._disputed.Contains(pair.Key))
            .Select(pair => pair.Value.Wanted)
            .ToDictionary(choice => choice.Node.Entity.Name, choice => choice.Candidate, StringComparer.Ordinal);
    }

    private void Consider(Claim claim)
    {
        if (!claim.IsClear)
        {
            return;
        }

        string name = claim.Wanted.Candidate.Entry.Name;
        int order = _best.TryGetValue(name, out Claim? best) ? claim.Wanted.CompareTo(best.Wanted) : -1;
        if (order > 0)
        {
            GoOn(claim);
            return;
        }

        // Who has lost a dispute has gone on already.
        if (best is not null && !_disputed.Contains(name))
        {
            GoOn(best);
        }

        if (order < 0)
        {
            _best[name] = claim;
            _disputed.Remove(name);
        }
        else
        {
            _disputed.Add(name);
            GoOn(claim);
        }
    }

    private void GoOn(Claim claim)
    {
        if (claim.Index + 1 < claim.Choices.Length)
        {
            _open.Enqueue(claim with { Index = claim.Index + 1 });
        }
    }

    /// <summary>What a type wants.</summary>
    /// <param name="Choices">Its candidates, the best first.</param>
    /// <param name="Index">Which of them it claims: those before are taken.</param>
    private sealed record Claim(Choice[] Choices, int Index)
    {
        public Choice Wanted => Choices[Index];

        /// <summary>Whether the type wants this name more than the next.</summary>
        public bool IsClear => Index + 1 == Choices.Length || Wanted.CompareTo(Choices[Index + 1]) < 0;
    }

    /// <summary>A candidate for a type: the smaller, the better.</summary>
    private sealed record Choice(DumpNode Node, Candidate Candidate) : IComparable<Choice>
    {
        public int CompareTo(Choice? other) =>
            other is null
                ? -1
                : (Candidate.Difference, Candidate.Rank).CompareTo((other.Candidate.Difference, other.Candidate.Rank));
    }
}
