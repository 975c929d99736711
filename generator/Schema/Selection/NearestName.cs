namespace QmpGen.Generator.Schema.Selection;

/// <summary>Suggests a name for a misspelt one.</summary>
internal static class NearestName
{
    /// <summary>Finds the name with the fewest different letters, at most a third of them.</summary>
    /// <remarks>Of several such names, the one with the longest common start wins, then the first in ordinal
    /// order.</remarks>
    /// <param name="pattern">The misspelt name. A <c>*</c> in it matches any letters.</param>
    public static string? Find(string pattern, IEnumerable<string> names)
    {
        string wanted = pattern.ToLowerInvariant();
        int limit = Math.Max(1, wanted.Count(c => c != '*') / 3);
        return names
            .Select(name => (Name: name, Lower: name.ToLowerInvariant()))
            .Select(name => (name.Name, name.Lower, Distance: MeasureDistance(wanted, name.Lower)))
            .Where(name => name.Distance <= limit)
            .OrderBy(name => name.Distance)
            .ThenByDescending(name => CountCommonStart(wanted, name.Lower))
            .ThenBy(name => name.Name, StringComparer.Ordinal)
            .Select(name => name.Name)
            .FirstOrDefault();
    }

    private static int CountCommonStart(string one, string other) =>
        one.Zip(other, (a, b) => a == b).TakeWhile(same => same).Count();

    /// <summary>Counts the letters to add, remove or replace.</summary>
    private static int MeasureDistance(string pattern, string name)
    {
        int[] previous = [.. Enumerable.Range(0, name.Length + 1)];
        foreach (char c in pattern)
        {
            int[] current = new int[name.Length + 1];
            current[0] = c == '*' ? previous[0] : previous[0] + 1;
            for (int i = 1; i <= name.Length; i++)
            {
                current[i] =
                    c == '*'
                        ? Math.Min(previous[i], current[i - 1])
                        : Math.Min(
                            Math.Min(previous[i], current[i - 1]) + 1,
                            previous[i - 1] + (c == name[i - 1] ? 0 : 1)
                        );
            }

            previous = current;
        }

        return previous[name.Length];
    }
}
