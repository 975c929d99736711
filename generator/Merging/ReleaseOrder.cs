using System.Text.RegularExpressions;

namespace QmpGen.Generator.Merging;

/// <summary>Orders dumps, so that the order of the items and of the file system does not matter.</summary>
/// <remarks>The order only decides whose shape is preferred. No other step compares releases.</remarks>
internal static class ReleaseOrder
{
    // The number of an architecture such as x86_64 does not have a dot.
    private static readonly Regex s_version = new(@"\d+(?:\.\d+)+", RegexOptions.CultureInvariant);
    private static readonly Regex s_number = new(@"\d+", RegexOptions.CultureInvariant);

    /// <summary>Orders items by the version in their labels, then by label and path.</summary>
    /// <returns>The items, the newest first.</returns>
    public static IReadOnlyList<T> Sort<T>(IEnumerable<T> items, Func<T, string> getLabel, Func<T, string> getPath) =>
        [
            .. items
                .OrderByDescending(getLabel, Comparer<string>.Create(CompareVersions))
                .ThenByDescending(getLabel, StringComparer.Ordinal)
                .ThenByDescending(getPath, StringComparer.Ordinal),
        ];

    private static int CompareVersions(string one, string other)
    {
        string[] left = FindVersion(one);
        string[] right = FindVersion(other);
        for (int i = 0; i < Math.Min(left.Length, right.Length); i++)
        {
            int order = left[i].Length.CompareTo(right[i].Length);
            order = order != 0 ? order : string.CompareOrdinal(left[i], right[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return left.Length.CompareTo(right.Length);
    }

    /// <summary>Finds the numbers of a version as texts, because they can have any length.</summary>
    private static string[] FindVersion(string label) =>
        new[] { s_version, s_number }
            .Select(pattern => pattern.Match(label))
            .FirstOrDefault(match => match.Success)
            ?.Value.Split('.')
            .Select(number => number.TrimStart('0'))
            .ToArray()
        ?? [];
}
