using System.ComponentModel;
using System.Text;
using System.Text.Json;

namespace QmpGen.CodeGeneration;

/// <summary>
/// The wire names of one object's members. Generated readers <c>switch</c> over the index in it. The names come as one
/// text, since a text is cheaper
/// to compile than an array of them.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class QmpMembers
{
    private readonly string[] _names;
    private readonly byte[][] _utf8;

    /// <summary>Lists the members.</summary>
    /// <param name="mandatory">How many of the names, from the first, must be there.</param>
    /// <param name="names">The wire names, mandatory ones first, with the separator between them.</param>
    /// <param name="separator">A character that is in none of the names.</param>
    public QmpMembers(int mandatory, string names, char separator = ' ')
    {
        ArgumentNullException.ThrowIfNull(names);
        Mandatory = mandatory;
        _names = names.Split(separator);
        _utf8 = Array.ConvertAll(_names, Encoding.UTF8.GetBytes);
    }

    internal int Mandatory { get; }

    internal string this[int index] => _names[index];

    /// <summary>The mandatory members that have not been seen.</summary>
    internal IEnumerable<string> Missing(QmpSeenMembers seen) =>
        _names.Take(Mandatory).Where((_, index) => !seen.Contains(index));

    /// <summary>The index of the property name at which the reader stands, or -1 for a member that the schema does not
    /// list.</summary>
    internal int IndexOf(ref Utf8JsonReader json)
    {
        for (int i = 0; i < _utf8.Length; i++)
        {
            if (json.Is(_utf8[i]))
            {
                return i;
            }
        }

        return -1;
    }
}

/// <summary>Which members of an object have been read so far. Starts as <c>default</c>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct QmpSeenMembers
{
    private ulong _first;
    private ulong[]? _more;

    /// <summary>Takes note of a member.</summary>
    /// <returns>Whether it is there for the first time.</returns>
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

    /// <summary>Whether all of the first members are there.</summary>
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
