namespace QmpGen.Generator.Names.Catalogue;

/// <summary>Assigns each type at most one of its candidate names, so that no two types share a name.</summary>
/// <remarks>
/// A type prefers the name whose definition differs least from it, then the preferred release. If several types want
/// a name, the same rule decides, and the others continue with their next candidate. A tie leaves the name unused: a
/// name made from a path is better than a wrong name. The order of the types does not matter.
/// </remarks>
internal sealed class NameResolver
{
    private readonly Dictionary<string, Claim> _best = new(StringComparer.Ordinal);
    private readonly HashSet<string> _tied = new(StringComparer.Ordinal);
    private readonly Queue<Claim> _open;

    private NameResolver(IEnumerable<Claim> claims) => _open = new(claims);

    /// <summary>Resolves the names of types.</summary>
    /// <returns>The chosen candidates, by the types' names in the dump.</returns>
    public static IReadOnlyDictionary<string, NameCandidate> Resolve(
        IReadOnlyDictionary<DumpNode, Dictionary<string, NameCandidate>> candidates
    )
    {
        NameResolver resolver = new(
            candidates.Select(pair => new Claim(
                [.. pair.Value.Values.Select(candidate => new Choice(pair.Key, candidate)).OrderBy(choice => choice)],
                0
            ))
        );
        while (resolver._open.Count > 0)
        {
            resolver.Consider(resolver._open.Dequeue());
        }

        return resolver
            ._best.Where(pair => !resolver._tied.Contains(pair.Key))
            .Select(pair => pair.Value.Choice)
            .ToDictionary(choice => choice.Node.Entity.Name, choice => choice.Candidate, StringComparer.Ordinal);
    }

    private void Consider(Claim claim)
    {
        if (!claim.IsUnambiguous)
        {
            return;
        }

        string name = claim.Choice.Candidate.Entry.Name;
        int order = _best.TryGetValue(name, out Claim? best) ? claim.Choice.CompareTo(best.Choice) : -1;
        if (order > 0)
        {
            EnqueueNext(claim);
            return;
        }

        // The types of a tie were already queued with their next candidates.
        if (best is not null && !_tied.Contains(name))
        {
            EnqueueNext(best);
        }

        if (order < 0)
        {
            _best[name] = claim;
            _tied.Remove(name);
        }
        else
        {
            _tied.Add(name);
            EnqueueNext(claim);
        }
    }

    private void EnqueueNext(Claim claim)
    {
        if (claim.Index + 1 < claim.Choices.Length)
        {
            _open.Enqueue(claim with { Index = claim.Index + 1 });
        }
    }

    /// <summary>The claim of a type to one of its candidate names.</summary>
    /// <param name="Choices">All candidates of the type, the best first.</param>
    /// <param name="Index">The candidate that is claimed.</param>
    private sealed record Claim(Choice[] Choices, int Index)
    {
        public Choice Choice => Choices[Index];

        /// <summary>Whether the type prefers this name to the next.</summary>
        public bool IsUnambiguous => Index + 1 == Choices.Length || Choice.CompareTo(Choices[Index + 1]) < 0;
    }

    /// <summary>A candidate for a type. The smaller one is better.</summary>
    private sealed record Choice(DumpNode Node, NameCandidate Candidate) : IComparable<Choice>
    {
        public int CompareTo(Choice? other) =>
            other is null
                ? -1
                : (Candidate.Difference, Candidate.Rank).CompareTo((other.Candidate.Difference, other.Candidate.Rank));
    }
}
