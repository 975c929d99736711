using System.Collections;
using System.Runtime.CompilerServices;

namespace QmpGen;

/// <summary>Makes a <see cref="QmpList{T}"/> from a collection expression.</summary>
public static class QmpList
{
    /// <summary>Copies the items into a list.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    /// <param name="items">The items.</param>
    /// <returns>The list.</returns>
    public static QmpList<T> Create<T>(ReadOnlySpan<T> items) =>
        items.IsEmpty ? QmpList<T>.Empty : QmpList<T>.Over(items.ToArray());
}

/// <summary>
/// An array of the protocol: immutable, equal to another list of equal items in the same order, and printed with its
/// items, so that the
/// generated records compare and print well.
/// </summary>
/// <typeparam name="T">The items' type.</typeparam>
/// <remarks>Converts from an array and takes a collection expression: <c>[first, .. others]</c>. Safe for use by
/// several threads.</remarks>
[CollectionBuilder(typeof(QmpList), nameof(QmpList.Create))]
public sealed class QmpList<T> : IReadOnlyList<T>, IEquatable<QmpList<T>>
{
    private readonly T[] _items;

    private QmpList(T[] items) => _items = items;

    /// <summary>The list without items.</summary>
    public static QmpList<T> Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _items.Length;

    /// <inheritdoc/>
    public T this[int index] => _items[index];

    /// <summary>Copies an array into a list.</summary>
    /// <param name="items">The items; null stays null.</param>
    public static implicit operator QmpList<T>(T[]? items) => items is null ? null! : QmpList.Create<T>(items);

    /// <summary>Copies a list into a list of the protocol.</summary>
    /// <param name="items">The items; null stays null.</param>
    public static implicit operator QmpList<T>(List<T>? items) => items is null ? null! : Over([.. items]);

    /// <inheritdoc/>
    public bool Equals(QmpList<T>? other) =>
        other is not null && _items.AsSpan().SequenceEqual(other._items, EqualityComparer<T>.Default);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as QmpList<T>);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (T item in _items)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }

    /// <summary>The items in brackets.</summary>
    /// <returns>Such as <c>[a, b]</c>.</returns>
    public override string ToString() => $"[{string.Join(", ", _items)}]";

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>A list over an array that nobody else holds.</summary>
    internal static QmpList<T> Over(T[] items) => new(items);
}
