using System.ComponentModel;
using System.Text.Json;

namespace QmpGen.CodeGeneration;

/// <summary>The wire names of the members of one object.</summary>
/// <remarks>
/// Generated readers <c>switch</c> over the index of a member. The names are one string, which compiles faster than an
/// array.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class QmpMembers
{
    private readonly string[] _names;
    private readonly NameTable _table;

    /// <summary>Initializes a new instance.</summary>
    /// <param name="requiredCount">The number of required members.</param>
    /// <param name="names">The wire names, joined by spaces, with the required members first.</param>
    public QmpMembers(int requiredCount, string names)
    {
        ArgumentNullException.ThrowIfNull(names);
        RequiredCount = requiredCount;
        _names = names.Split(' ');
        _table = new NameTable(_names);
    }

    internal int RequiredCount { get; }

    internal string this[int index] => _names[index];

    /// <summary>Gets the required members that have not been read.</summary>
    internal IEnumerable<string> GetMissing(QmpSeenMembers seen) =>
        _names.Take(RequiredCount).Where((_, index) => !seen.Contains(index));

    internal bool Contains(string name) => _names.Contains(name);

    /// <summary>Finds the index of the current property name, or -1 for an unknown member.</summary>
    internal int IndexOf(ref readonly Utf8JsonReader json) => json.FindIn(_table);
}

/// <summary>The set of members read so far, initially empty.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct QmpSeenMembers
{
    private ulong _first;
    private ulong[]? _more;

    /// <summary>Adds a member.</summary>
    /// <returns><see langword="false"/> if the member was added before.</returns>
    internal bool Add(int index)
    {
        if (Contains(index))
        {
            return false;
        }

        if (index < 64)
        {
            _first |= 1UL << index;
            return true;
        }

        int word = (index / 64) - 1;
        if (_more is null || _more.Length <= word)
        {
            Array.Resize(ref _more, word + 1);
        }

        _more[word] |= 1UL << (index % 64);
        return true;
    }

    internal readonly bool Contains(int index) =>
        index < 64
            ? (_first & (1UL << index)) != 0
            : _more is not null
                && (index / 64) - 1 < _more.Length
                && (_more[(index / 64) - 1] & (1UL << (index % 64))) != 0;

    /// <summary>Determines whether the first <paramref name="count"/> members have been added.</summary>
    internal readonly bool ContainsAll(int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (!Contains(i))
            {
                return false;
            }
        }

        return true;
    }
}
