using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Merging;

/// <summary>Decides which members of a merged union are common and which belong to a branch.</summary>
/// <remarks>The newest release that has a member decides. What a plain object adds is common.</remarks>
internal sealed class UnionShape
{
    private readonly IReadOnlyList<ObjectSource> _sources;
    private readonly string _tag;
    private readonly HashSet<string> _common = new(StringComparer.Ordinal);

    /// <param name="sources">The releases, the newest first.</param>
    /// <param name="tag">The name of the tag.</param>
    public UnionShape(IReadOnlyList<ObjectSource> sources, string tag)
    {
        _sources = sources;
        _tag = tag;
        HashSet<string> placed = new(StringComparer.Ordinal);
        foreach (ObjectSource source in sources)
        {
            foreach (MemberSource member in source.Members)
            {
                if (placed.Add(member.Member.Name) && !(member.IsConditional && IsSameUnion(source)))
                {
                    _common.Add(member.Member.Name);
                }
            }
        }

        Cases =
        [
            .. sources
                .Where(IsSameUnion)
                .SelectMany(source => source.Type.Variants)
                .Select(variant => variant.Case)
                .Distinct(StringComparer.Ordinal),
        ];
        DefaultCase = FindDefaultCase();
    }

    /// <summary>The names of the common members.</summary>
    public IReadOnlyCollection<string> Common => _common;

    /// <summary>The cases, the newest first.</summary>
    public IReadOnlyList<string> Cases { get; }

    /// <summary>The case of objects without the tag: the only branch that has all of their members.</summary>
    public string? DefaultCase { get; }

    /// <summary>Gets whether a member is common.</summary>
    public bool IsCommon(MemberSource member) => _common.Contains(member.Member.Name);

    /// <summary>Gets what each release can have in a branch.</summary>
    public IReadOnlyList<ObjectSource> FindBranch(string value) =>
        [.. _sources.Select(source => FindBranch(source, value)).OfType<ObjectSource>()];

    private ObjectSource? FindBranch(ObjectSource source, string value)
    {
        if (IsSameUnion(source))
        {
            if (source.FindBranch(value) is not { } branch)
            {
                return null;
            }

            // Members that were common in this release.
            SchemaMember[] moved = [.. source.Type.Members.Where(member => !_common.Contains(member.Name))];
            return new ObjectSource(
                source.Release,
                moved.Length == 0 ? branch : branch with { Members = [.. branch.Members, .. moved] }
            );
        }

        return CanBe(source, value)
            ? source.With([
                .. source
                    .Members.Where(member => !IsCommon(member))
                    .Select(member => member.IsConditional ? member.Member with { Optional = true } : member.Member),
            ])
            : null;
    }

    /// <summary>Gets whether an object that is not this union can have a value of the tag.</summary>
    private bool CanBe(ObjectSource source, string value) =>
        source.Members.FirstOrDefault(member => member.Member.Name == _tag) is { } tag
            ? tag.Member.Type.Target is not EnumType type || type.Values.Any(known => known.Name == value)
            : value == DefaultCase;

    private bool IsSameUnion(ObjectSource source) => source.Type.Tag?.Name == _tag;

    private string? FindDefaultCase()
    {
        string?[] cases = [.. _sources.Where(source => !source.Has(_tag)).Select(FindOnlyCase).Distinct()];
        return cases.Length == 1 ? cases[0] : null;
    }

    private string? FindOnlyCase(ObjectSource untagged)
    {
        string[] names =
        [
            .. untagged.Members.Where(member => !IsCommon(member)).Select(member => member.Member.Name).Distinct(),
        ];
        string[] fitting =
        [
            .. Cases.Where(value =>
                names.All(name =>
                    _sources
                        .Where(IsSameUnion)
                        .Select(source => source.FindBranch(value))
                        .OfType<ObjectType>()
                        .Any(branch => new ObjectSource(untagged.Release, branch).Has(name))
                )
            ),
        ];
        return fitting.Length == 1 ? fitting[0] : null;
    }
}
