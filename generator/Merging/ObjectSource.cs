using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Merging;

/// <summary>An object or union of one release.</summary>
internal sealed class ObjectSource(MergedRelease release, ObjectType type)
{
    private Dictionary<string, ObjectType>? _branches;
    private HashSet<string>? _names;

    public MergedRelease Release => release;

    public ObjectType Type => type;

    /// <summary>The members, and those of all branches, which are optional.</summary>
    public IReadOnlyList<MemberSource> Members => field ??= Flatten();

    /// <summary>A text that is the same for sources with the same members, by their places in the dump.</summary>
    public string Identity =>
        FormattableString.Invariant($"{release.Rank}:{type.Span.Start}:{type.Tag?.Span.Start}:")
        + string.Join(",", type.Members.Select(Identify));

    /// <summary>Gets whether the object, or one of its branches, has a member.</summary>
    public bool Has(string name) =>
        (_names ??= new(Members.Select(member => member.Member.Name), StringComparer.Ordinal)).Contains(name);

    /// <summary>Gets the type in a branch of a union.</summary>
    public ObjectType? FindBranch(string value) =>
        (_branches ??= IndexBranches()).TryGetValue(value, out ObjectType? branch) ? branch : null;

    /// <summary>Creates a source with other members.</summary>
    public ObjectSource With(IReadOnlyList<SchemaMember> members) =>
        new(release, type.WithoutBranches() with { Members = members });

    // A part of a union can require less than its release does.
    private static string Identify(SchemaMember member) =>
        FormattableString.Invariant($"{member.Span.Start}{(member.Optional ? "?" : "")}");

    private Dictionary<string, ObjectType> IndexBranches()
    {
        Dictionary<string, ObjectType> branches = new(StringComparer.Ordinal);
        foreach (SchemaVariant variant in type.Variants)
        {
            if (variant.Type.Target is ObjectType branch && !branches.ContainsKey(variant.Case))
            {
                branches.Add(variant.Case, branch);
            }
        }

        return branches;
    }

    /// <summary>Lists the members of each type in the object once.</summary>
    private List<MemberSource> Flatten()
    {
        List<MemberSource> members = [];
        HashSet<string> visited = new(StringComparer.Ordinal);
        Add(type, isConditional: false);
        return members;

        void Add(ObjectType part, bool isConditional)
        {
            members.AddRange(part.Members.Select(member => new MemberSource(this, member, isConditional)));
            foreach (ObjectType branch in part.Variants.Select(variant => variant.Type.Target).OfType<ObjectType>())
            {
                if (visited.Add(branch.Name))
                {
                    Add(branch, isConditional: true);
                }
            }
        }
    }
}

/// <summary>A member in one release.</summary>
/// <param name="IsConditional">Whether only some branches have the member.</param>
internal sealed record MemberSource(ObjectSource Source, SchemaMember Member, bool IsConditional)
{
    /// <summary>Whether the release always requires the member.</summary>
    public bool IsRequired => !IsConditional && !Member.Optional;
}
