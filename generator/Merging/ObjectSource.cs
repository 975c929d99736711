using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Merging;

/// <summary>An object or union of one release.</summary>
internal sealed class ObjectSource(MergedRelease release, ObjectType type)
{
    public MergedRelease Release => release;

    public ObjectType Type => type;

    /// <summary>The members, and those of all branches, which are optional.</summary>
    public IReadOnlyList<MemberSource> Members =>
        field ??= [
            .. Flatten(type, isConditional: false)
                .Select(pair => new MemberSource(this, pair.Member, pair.IsConditional)),
        ];

    /// <summary>Gets whether the object, or one of its branches, has a member.</summary>
    public bool Has(string name) => Members.Any(member => member.Member.Name == name);

    /// <summary>Gets the type in a branch of a union.</summary>
    public ObjectType? FindBranch(string value) =>
        type.Variants.FirstOrDefault(variant => variant.Case == value)?.Type.Target as ObjectType;

    /// <summary>Creates a source with other members.</summary>
    public ObjectSource With(IReadOnlyList<SchemaMember> members) =>
        new(release, type with { Members = members, Tag = null, Variants = [] });

    private static IEnumerable<(SchemaMember Member, bool IsConditional)> Flatten(
        ObjectType type,
        bool isConditional
    ) =>
        type
            .Members.Select(member => (member, isConditional))
            .Concat(
                type.Variants.Select(variant => variant.Type.Target)
                    .OfType<ObjectType>()
                    .SelectMany(branch => Flatten(branch, isConditional: true))
            );
}

/// <summary>A member in one release.</summary>
/// <param name="IsConditional">Whether only some branches have the member.</param>
internal sealed record MemberSource(ObjectSource Source, SchemaMember Member, bool IsConditional)
{
    /// <summary>Whether the release always requires the member.</summary>
    public bool IsRequired => !IsConditional && !Member.Optional;
}
