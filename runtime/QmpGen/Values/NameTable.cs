using System.Text;

namespace QmpGen.CodeGeneration;

/// <summary>A fixed list of names that is searched by UTF-8 text.</summary>
internal sealed class NameTable
{
    private readonly byte[][] _names;
    private readonly int[] _keys;

    /// <summary>Initializes a new instance.</summary>
    /// <param name="names">The names.</param>
    public NameTable(string[] names)
    {
        _names = Array.ConvertAll(names, Encoding.UTF8.GetBytes);
        _keys = Array.ConvertAll(_names, name => GetKey(name));
    }

    /// <summary>Finds a name.</summary>
    /// <returns>The index, or -1 if the list does not contain it.</returns>
    public int IndexOf(ReadOnlySpan<byte> name)
    {
        // The vectorized search of the keys leaves few names to compare.
        ReadOnlySpan<int> keys = _keys;
        int key = GetKey(name);
        int index = keys.IndexOf(key);
        while (index >= 0 && !name.SequenceEqual(_names[index]))
        {
            int next = keys[(index + 1)..].IndexOf(key);
            index = next < 0 ? -1 : index + 1 + next;
        }

        return index;
    }

    private static int GetKey(ReadOnlySpan<byte> name) =>
        name.IsEmpty ? 0 : name[0] | (name[name.Length / 2] << 8) | (name[^1] << 16) | (name.Length << 24);
}
