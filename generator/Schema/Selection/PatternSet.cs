namespace QmpGen.Generator.Schema.Selection;

/// <summary>The patterns for one kind of name. Full names are looked up; only the others are compared.</summary>
internal sealed class PatternSet
{
    private readonly HashSet<string> _selected;
    private readonly HashSet<string> _excluded;
    private readonly NamePattern[] _wildcards;
    private readonly bool _selectsAll;

    public PatternSet(IReadOnlyList<NamePattern> patterns)
    {
        _selected = FindNames(patterns, excludes: false);
        _excluded = FindNames(patterns, excludes: true);
        _wildcards = [.. patterns.Where(pattern => !pattern.IsExact)];
        _selectsAll = patterns.All(pattern => pattern.Excludes);
    }

    /// <summary>Gets whether an entity is selected. A full name wins over <paramref name="excluded"/>.</summary>
    public bool Selects(SchemaEntity entity, ExcludedFeatures excluded)
    {
        if (_excluded.Contains(entity.Name) || Matches(entity, excludes: true))
        {
            return false;
        }

        return _selected.Contains(entity.Name)
            || ((_selectsAll || Matches(entity, excludes: false)) && !excluded.Matches(entity.Features));
    }

    private bool Matches(SchemaEntity entity, bool excludes) =>
        _wildcards.Any(pattern => pattern.Excludes == excludes && pattern.Matches(entity.Name));

    private static HashSet<string> FindNames(IEnumerable<NamePattern> patterns, bool excludes) =>
        new(
            patterns.Where(pattern => pattern.IsExact && pattern.Excludes == excludes).Select(pattern => pattern.Names),
            StringComparer.Ordinal
        );
}
