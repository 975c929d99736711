using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using QmpGen.CodeGeneration;

namespace QmpGen;

/// <summary>Creates a <see cref="QmpList{T}"/> from a collection expression.</summary>
public static class QmpList
{
    /// <summary>Copies items into a new list.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="items">The items.</param>
    /// <returns>The list.</returns>
    public static QmpList<T> Create<T>(ReadOnlySpan<T> items) =>
        items.IsEmpty ? QmpList<T>.Empty : QmpList<T>.FromOwnedArray(items.ToArray());
}

/// <summary>An immutable array of QAPI values that compares and prints by its items.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <remarks>
/// Equal to another list with equal items in the same order, so that the generated records compare by value. Converts
/// implicitly from an array or a <see cref="List{T}"/>, and supports collection expressions:
/// <c>[first, .. others]</c>. Thread-safe.
/// </remarks>
[CollectionBuilder(typeof(QmpList), nameof(QmpList.Create))]
public sealed class QmpList<T> : IReadOnlyList<T>, IEquatable<QmpList<T>>
{
    private readonly T[] _items;

    private QmpList(T[] items) => _items = items;

    /// <summary>The empty list.</summary>
    [SuppressMessage(
        "Design",
        "CA1000:Do not declare static members on generic types",
        Justification = "As in ImmutableArray<T>.Empty."
    )]
    public static QmpList<T> Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _items.Length;

    /// <inheritdoc/>
    public T this[int index] => _items[index];

    /// <summary>Copies an array into a new list.</summary>
    /// <param name="items">The items; null converts to null.</param>
    [return: NotNullIfNotNull(nameof(items))]
    public static implicit operator QmpList<T>?(T[]? items) => items is null ? null : QmpList.Create<T>(items);

    /// <summary>Copies a <see cref="List{T}"/> into a new list.</summary>
    /// <param name="items">The items; null converts to null.</param>
    [return: NotNullIfNotNull(nameof(items))]
    public static implicit operator QmpList<T>?(List<T>? items) => items is null ? null : FromOwnedArray([.. items]);

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

    /// <summary>Formats the items in brackets.</summary>
    /// <returns>The text, such as <c>[a, b]</c>.</returns>
    public override string ToString() =>
        $"[{string.Join(", ", _items.Select(item => QmpRecordText.FormatValue(item)))}]";

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Creates a list over an array without copying it.</summary>
    /// <remarks>The caller must not use the array afterwards.</remarks>
    internal static QmpList<T> FromOwnedArray(T[] items) => new(items);
}
