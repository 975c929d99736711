using System.Globalization;

namespace QmpGen.Generator.Model;

/// <summary>Numbers the sets of releases that a schema text uses.</summary>
/// <param name="releases">The labels of all releases, the oldest first.</param>
internal sealed class ReleaseSetWriter(IReadOnlyList<string> releases)
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _lines = [];

    /// <summary>A line for each set, in the order of their numbers.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Gets the number of a set.</summary>
    public int GetNumber(IReadOnlyList<string> labels)
    {
        HashSet<string> set = new(labels, StringComparer.Ordinal);
        string line = string.Concat(
            Enumerable
                .Range(0, releases.Count)
                .Where(index => set.Contains(releases[index]))
                .Select(index => " " + index.ToString(CultureInfo.InvariantCulture))
        );
        if (!_numbers.TryGetValue(line, out int number))
        {
            number = _lines.Count;
            _numbers.Add(line, number);
            _lines.Add("R" + line);
        }

        return number;
    }
}
