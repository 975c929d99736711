using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Merging;

/// <summary>Bounds the number of members that are merged.</summary>
/// <remarks>Hostile dumps can contain members that belong to every branch, or types that absorb each other.</remarks>
internal sealed class MergeBudget(IEnumerable<MergedRelease> releases)
{
    private readonly long _limit =
        SchemaBounds.MergedMembers
        + (SchemaBounds.MergedMembersFactor * releases.Sum(release => release.Schema.References.Count + 1L));

    private long _count;

    public long Limit => _limit;

    /// <summary>Adds members, and throws if there are too many.</summary>
    public void Add(int members)
    {
        _count += members + 1;
        if (_count > _limit)
        {
            throw new MergeLimitException();
        }
    }
}

/// <summary>The exception that ends a merge, so that only the newest dump is generated.</summary>
internal sealed class MergeLimitException : Exception;
