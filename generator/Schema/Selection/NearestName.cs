namespace QmpGen.Generator.Schema.Selection;

/// <summary>Suggests a name for a misspelt one.</summary>
internal static class NearestName
{
    /// <summary>Finds the name with the fewest different letters, at most a third of them.</summary>
    /// <param name="pattern">The misspelt name. A <c>*</c> in it matches any letters.</param>
    /// <returns>The first in ordinal order of the nearest names, or null.</returns>
    public static string? Find(string pattern, IEnumerable<string> names)
    {
        string wanted = pattern.ToLowerInvariant();
        int least = Math.Max(1, wanted.Count(c => c != '*') / 3) + 1;
        string? nearest = null;
        foreach (string name in names.OrderBy(name => name, StringComparer.Ordinal))
        {
            int distance = MeasureDistance(wanted, name.ToLowerInvariant());
            if (distance < least)
            {
                (least, nearest) = (distance, name);
            }
        }

        return nearest;
    }

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
