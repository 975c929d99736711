namespace QmpGen.Generator.Schema;

/// <summary>Finds unions that contain themselves or too many levels of unions.</summary>
/// <remarks>
/// Each union is visited once, after the unions in its branches. The search keeps its own stack because a schema can
/// nest deeper than the compiler's stack.
/// </remarks>
/// <param name="find">Finds a type by name; null if the schema does not have it.</param>
/// <param name="reduce">Reports a union and replaces it by an object with the common members.</param>
internal sealed class UnionNesting(Func<string, SchemaType?> find, Action<NestingViolation> reduce)
{
    // The levels of each visited union. A union whose branches are being visited has none.
    private readonly Dictionary<string, int?> _levels = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Visit> _open = new(StringComparer.Ordinal);
    private readonly Stack<Visit> _stack = new();

    /// <summary>Visits a union and all unions in it.</summary>
    public void Check(ObjectType union)
    {
        if (!_levels.ContainsKey(union.Name))
        {
            Enter(union);
        }

        while (_stack.Count > 0)
        {
            Visit visit = _stack.Peek();
            if (visit.Next < visit.Union.Variants.Count)
            {
                SchemaVariant variant = visit.Union.Variants[visit.Next++];
                VisitBranch(visit, variant);
            }
            else
            {
                Leave(visit);
            }
        }
    }

    private void VisitBranch(Visit visit, SchemaVariant variant)
    {
        if (find(variant.Type.Name) is not ObjectType { IsUnion: true } branch)
        {
            return;
        }

        if (!_levels.TryGetValue(branch.Name, out int? levels))
        {
            // The branch is visited first, then this variant again.
            visit.Next--;
            Enter(branch);
        }
        else if (levels is { } known)
        {
            visit.Levels = Math.Max(visit.Levels, known + 1);
        }
        else
        {
            Visit ring = _open[branch.Name];
            ring.Recursion ??= ring.Union.Variants[ring == visit ? visit.Next - 1 : ring.Next];
        }
    }

    private void Enter(ObjectType union)
    {
        Visit visit = new(union);
        _levels.Add(union.Name, null);
        _open.Add(union.Name, visit);
        _stack.Push(visit);
    }

    private void Leave(Visit visit)
    {
        ObjectType union = visit.Union;
        _stack.Pop();
        _open.Remove(union.Name);
        _levels[union.Name] = visit.Levels;
        if (visit.Recursion is not null || visit.Levels > SchemaBounds.UnionDepth)
        {
            reduce(new NestingViolation(union, visit.Recursion, visit.Levels));
        }
    }

    private sealed class Visit(ObjectType union)
    {
        public ObjectType Union => union;

        /// <summary>The index of the next variant.</summary>
        public int Next { get; set; }

        /// <summary>The levels of unions, with this one.</summary>
        public int Levels { get; set; } = 1;

        /// <summary>The variant that contains the union itself.</summary>
        public SchemaVariant? Recursion { get; set; }
    }
}

/// <summary>A union that cannot be nested as the schema says.</summary>
/// <param name="Recursion">The variant that contains the union itself, or null if there are too many levels.</param>
/// <param name="Levels">The levels of unions.</param>
internal sealed record NestingViolation(ObjectType Union, SchemaVariant? Recursion, int Levels);
