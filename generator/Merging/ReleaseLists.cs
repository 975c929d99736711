namespace QmpGen.Generator.Merging;

/// <summary>Creates lists of labels, and shares those that are the same.</summary>
internal sealed class ReleaseLists
{
    private readonly Dictionary<string, IReadOnlyList<string>> _lists = new(StringComparer.Ordinal);

    /// <summary>Creates the list of some releases, the oldest first.</summary>
    public IReadOnlyList<string> Create(IEnumerable<MergedRelease> releases)
    {
        MergedRelease[] sorted = [.. releases.Distinct().OrderByDescending(release => release.Rank)];
        string key = string.Join(" ", sorted.Select(release => release.Rank));
        if (!_lists.TryGetValue(key, out IReadOnlyList<string>? list))
        {
            _lists.Add(key, list = [.. sorted.Select(release => release.Label)]);
        }

        return list;
    }
}
