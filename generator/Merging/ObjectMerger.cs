using System.Globalization;
using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Merging;

/// <summary>Merges the members of objects and unions.</summary>
/// <remarks>
/// The newest release decides whether the type is a union. A member is required only if every release requires it. Each
/// branch becomes a separate type, so that no branch changes another use of its type.
/// </remarks>
internal sealed class ObjectMerger(TypePool types, ReleaseLists releases, MergeBudget budget)
{
    private readonly Dictionary<string, ObjectType> _branches = new(StringComparer.Ordinal);

    /// <summary>Merges objects and unions.</summary>
    /// <param name="name">The name in the merged schema.</param>
    /// <param name="path">The name in messages, or null for that in QEMU's source.</param>
    /// <param name="sources">The types, the newest first.</param>
    public ObjectType Merge(string name, string? path, IReadOnlyList<ObjectSource> sources) =>
        Merge(name, path, sources, []);

    private ObjectType Merge(
        string name,
        string? path,
        IReadOnlyList<ObjectSource> sources,
        IReadOnlyCollection<string> outer
    )
    {
        ObjectSource newest = sources[0];
        budget.Add(sources.Count + sources.Sum(source => source.Members.Count));
        types.SetQemuName(name, newest);
        path ??= sources
            .Select(source => source.Release.Metadata.FindName(source.Type))
            .FirstOrDefault(qemuName => qemuName is not null);
        ObjectType type = newest.Type with
        {
            Name = name,
            Features = MergeFeatures(sources.Select(source => source.Type.Features)),
            Since = sources
                .Select(source => source.Release.Metadata.FindSince(source.Type))
                .FirstOrDefault(since => since is not null),
            Releases = releases.Create(sources.Select(source => source.Release)),
        };
        return newest.Type.Tag is { } tag && !outer.Contains(tag.Name)
            ? MergeUnion(type, path, tag, sources, outer)
            : type with
            {
                Members = MergeMembers(path, sources, member => !outer.Contains(member.Member.Name)),
                Tag = null,
                Variants = [],
            };
    }

    private ObjectType MergeUnion(
        ObjectType type,
        string? path,
        SchemaMember tag,
        IReadOnlyList<ObjectSource> sources,
        IReadOnlyCollection<string> outer
    )
    {
        UnionShape shape = new(sources, tag.Name, budget);
        SchemaMember[] members = MergeMembers(
            path,
            sources,
            member => shape.IsCommon(member) && !outer.Contains(member.Member.Name)
        );
        return type with
        {
            Members = members,
            Tag = members.First(member => member.Name == tag.Name),
            DefaultCase = shape.DefaultCase,
            Variants =
            [
                .. shape.Cases.Select(value =>
                    MergeBranch(type, value, shape.FindBranch(value), [.. shape.Unions], outer.Concat(shape.Common))
                ),
            ],
        };
    }

    private SchemaVariant MergeBranch(
        ObjectType union,
        string value,
        IReadOnlyList<ObjectSource> sources,
        IReadOnlyCollection<MergedRelease> unions,
        IEnumerable<string> outer
    )
    {
        // Branches that are the same share a type; otherwise the number of types could grow exponentially.
        budget.Add(sources.Sum(source => source.Members.Count));
        HashSet<string> hidden = new(outer, StringComparer.Ordinal);
        hidden.IntersectWith(sources.SelectMany(source => source.Members).Select(member => member.Member.Name));
        string key = string.Join(
            "\n",
            [.. sources.Select(source => source.Identity), "", .. hidden.OrderBy(name => name, StringComparer.Ordinal)]
        );
        if (!_branches.TryGetValue(key, out ObjectType? branch))
        {
            // A union that is built again can have another branch of this case, and others still refer to the first.
            string number = _branches.Count.ToString(CultureInfo.InvariantCulture);
            branch = Merge($"{union.Name}:{value}#{number}", null, sources, hidden) with
            {
                BranchReleases = releases.Create(sources.Select(source => source.Release).Where(unions.Contains)),
            };
            types.AddBranch(branch);
            _branches.Add(key, branch);
        }

        return new SchemaVariant(value, branch.Span, types.Refer(branch.Name, branch.Span))
        {
            Releases = branch.Releases,
        };
    }

    private SchemaMember[] MergeMembers(
        string? path,
        IReadOnlyList<ObjectSource> sources,
        Func<MemberSource, bool> includes
    ) =>
        [
            .. sources
                .SelectMany(source => source.Members)
                .Where(includes)
                .GroupBy(member => member.Member.Name, StringComparer.Ordinal)
                .Select(group => MergeMember(path, [.. group], sources)),
        ];

    private SchemaMember MergeMember(
        string? path,
        IReadOnlyList<MemberSource> members,
        IReadOnlyList<ObjectSource> sources
    )
    {
        SchemaMember newest = members[0].Member;
        PlaceSource[] places = [.. members.Select(member => member.Source.Release.CreateSource(member.Member))];
        return newest with
        {
            Type = types.Merge(path is null ? $"the member '{newest.Name}'" : $"'{path}.{newest.Name}'", places),
            Width = MergeRules.FormatWidth(places),
            Optional =
                members.Where(member => member.IsRequired).Select(member => member.Source).Distinct().Count()
                < sources.Count,
            Features = MergeFeatures(members.Select(member => member.Member.Features)),
            Since = members
                .Select(member => member.Source.Release.FindSince(member.Member))
                .FirstOrDefault(since => since is not null),
            Releases = releases.Create(members.Select(member => member.Source.Release)),
            RequiredIn = releases.Create(
                sources
                    .GroupBy(source => source.Release)
                    .Where(group =>
                        group.All(source => members.Any(member => member.Source == source && member.IsRequired))
                    )
                    .Select(group => group.Key)
            ),
        };
    }

    /// <summary>Merges features. Only the newest release decides whether something is deprecated or unstable.</summary>
    public static IReadOnlyList<string> MergeFeatures(IEnumerable<IReadOnlyList<string>> features)
    {
        IReadOnlyList<string>[] all = [.. features];
        return
        [
            .. all[0]
                .Concat(all.Skip(1).SelectMany(older => older).Where(name => name is not ("deprecated" or "unstable")))
                .Distinct(StringComparer.Ordinal),
        ];
    }
}
