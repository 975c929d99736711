using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Merging;

/// <summary>The part of a merged union that one release contributes.</summary>
internal sealed class UnionSource
{
    private readonly HashSet<string>? _tagValues;
    private readonly bool _hasTag;

    public UnionSource(ObjectSource source, string tag, HashSet<string> common)
    {
        Source = source;
        IsUnion = source.Type.Tag?.Name == tag;
        Specific =
        [
            .. source
                .Members.Where(member => !common.Contains(member.Member.Name) && !(IsUnion && member.IsConditional))
                .Select(member => member.IsConditional ? member.Member with { Optional = true } : member.Member),
        ];
        MemberSource? tagSource = source.Members.FirstOrDefault(member => member.Member.Name == tag);
        _hasTag = tagSource is not null;
        _tagValues = tagSource?.Member.Type.Target is EnumType type
            ? new(type.Values.Select(value => value.Name), StringComparer.Ordinal)
            : null;
    }

    public ObjectSource Source { get; }

    /// <summary>Whether the release has a union with the same tag.</summary>
    public bool IsUnion { get; }

    /// <summary>The members that the release has outside of a branch, and newer releases in some branches
    /// only.</summary>
    public IReadOnlyList<SchemaMember> Specific { get; }

    /// <summary>Gets what the release can have in a branch, or null.</summary>
    /// <param name="defaultCase">The case of objects without the tag.</param>
    public ObjectSource? FindBranch(string value, string? defaultCase)
    {
        if (!IsUnion)
        {
            return CanBe(value, defaultCase) ? Source.With(Specific) : null;
        }

        return Source.FindBranch(value) is not { } branch
            ? null
            : new ObjectSource(
                Source.Release,
                Specific.Count == 0 ? branch : branch with { Members = [.. branch.Members, .. Specific] }
            );
    }

    private bool CanBe(string value, string? defaultCase) =>
        _hasTag ? _tagValues?.Contains(value) != false : value == defaultCase;
}
