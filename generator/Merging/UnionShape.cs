using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Merging;

/// <summary>Decides which members of a merged union are common and which belong to a branch.</summary>
/// <remarks>The newest release that has a member decides. Members that a plain object adds are common.</remarks>
internal sealed class UnionShape
{
    private readonly IReadOnlyList<UnionSource> _sources;
    private readonly MergeBudget _budget;
    private readonly HashSet<string> _common = new(StringComparer.Ordinal);

    /// <param name="sources">The releases, the newest first.</param>
    /// <param name="tag">The name of the tag.</param>
    public UnionShape(IReadOnlyList<ObjectSource> sources, string tag, MergeBudget budget)
    {
        _budget = budget;
        HashSet<string> placed = new(StringComparer.Ordinal);
        foreach (ObjectSource source in sources)
        {
            foreach (MemberSource member in source.Members)
            {
                string name = member.Member.Name;
                if (placed.Add(name) && !(member.IsConditional && source.Type.Tag?.Name == tag))
                {
                    _common.Add(name);
                }
            }
        }

        _sources = [.. sources.Select(source => new UnionSource(source, tag, _common))];
        Cases =
        [
            .. _sources
                .Where(source => source.IsUnion)
                .SelectMany(source => source.Source.Type.Variants)
                .Select(variant => variant.Case)
                .Distinct(StringComparer.Ordinal),
        ];
        DefaultCase = FindDefaultCase(tag);
    }

    /// <summary>The releases that have a union with the tag.</summary>
    public IEnumerable<MergedRelease> Unions =>
        _sources.Where(source => source.IsUnion).Select(source => source.Source.Release);

    /// <summary>The names of the common members.</summary>
    public IReadOnlyCollection<string> Common => _common;

    /// <summary>The cases, the newest first.</summary>
    public IReadOnlyList<string> Cases { get; }

    /// <summary>The case of objects without the tag: the only branch that has all of their members.</summary>
    public string? DefaultCase { get; }

    /// <summary>Gets whether a member is common.</summary>
    public bool IsCommon(MemberSource member) => _common.Contains(member.Member.Name);

    /// <summary>Gets what each release can have in a branch.</summary>
    public IReadOnlyList<ObjectSource> FindBranch(string value)
    {
        _budget.Add(_sources.Count);
        return [.. _sources.Select(source => source.FindBranch(value, DefaultCase)).OfType<ObjectSource>()];
    }

    private string? FindDefaultCase(string tag)
    {
        string?[] cases =
        [
            .. _sources
                .Where(source => !source.Source.Has(tag))
                .Select(source => FindOnlyCase(source.Specific))
                .Distinct(StringComparer.Ordinal),
        ];
        return cases.Length == 1 ? cases[0] : null;
    }

    private string? FindOnlyCase(IReadOnlyList<SchemaMember> members)
    {
        string[] fitting =
        [
            .. Cases
                .Where(value =>
                {
                    ObjectSource[] branches =
                    [
                        .. _sources
                            .Where(source => source.IsUnion)
                            .Select(source => source.FindBranch(value, null))
                            .OfType<ObjectSource>(),
                    ];
                    _budget.Add(members.Count + branches.Sum(branch => branch.Members.Count));
                    return members.All(member => branches.Any(branch => branch.Has(member.Name)));
                })
                .Take(2),
        ];
        return fitting.Length == 1 ? fitting[0] : null;
    }
}
