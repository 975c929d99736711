namespace QmpGen.Generator.Schema.Selection;

/// <summary>Finds the name that somebody meant who wrote another.</summary>
internal static class NearestName
{
    /// <summary>The name that differs in the fewest letters, at most in every third; of equally near ones the first in
    /// ordinal order. Null where none is near.</summary>
    /// <param name="pattern">What was written; a <c>*</c> in it differs from nothing.</param>
    /// <param name="names">The names to choose from.</param>
    public static string? Find(string pattern, IEnumerable<string> names)
    {
        string wanted = pattern.ToLowerInvariant();
        int least = Math.Max(1, wanted.Count(c => c != '*') / 3) + 1;
        string? nearest = null;
        foreach (string name in names.OrderBy(name => name, StringComparer.Ordinal))
        {
            int distance = Distance(wanted, name.ToLowerInvariant());
            if (distance < least)
            {
                (least, nearest) = (distance, name);
            }
        }

        return nearest;
    }

    /// <summary>How many letters must be added, removed or replaced to make a name of the pattern.</summary>
    private static int Distance(string pattern, string name)
    {
        int[] before = [.. Enumerable.Range(0, name.Length + 1)];
        foreach (char c in pattern)
        {
            int[] now = new int[name.Length + 1];
            now[0] = c == '*' ? before[0] : before[0] + 1;
            for (int i = 1; i <= name.Length; i++)
            {
                now[i] =
                    c == '*'
                        ? Math.Min(before[i], now[i - 1])
                        : Math.Min(Math.Min(before[i], now[i - 1]) + 1, before[i - 1] + (c == name[i - 1] ? 0 : 1));
            }

            before = now;
        }

        return before[name.Length];
    }
}
