using System.Collections;

namespace QmpGen;

/// <summary>
/// Arguments that the schema does not list. QEMU's schema cannot name them all: <c>device_add</c> takes any property of
/// the device.
/// </summary>
/// <remarks>Sent in the order in which they were added. Not safe for use by several threads while it is
/// changed.</remarks>
public sealed class QmpExtraArguments
    : IReadOnlyCollection<KeyValuePair<string, QmpValue>>,
        IEquatable<QmpExtraArguments>
{
    private readonly OrderedDictionary<string, QmpValue> _values = new(StringComparer.Ordinal);

    /// <summary>Starts without arguments.</summary>
    public QmpExtraArguments() { }

    internal QmpExtraArguments(QmpExtraArguments original)
    {
        foreach ((string name, QmpValue value) in original._values)
        {
            _values.Add(name, value);
        }
    }

    /// <inheritdoc/>
    public int Count => _values.Count;

    /// <summary>The value of an argument.</summary>
    /// <param name="name">Its wire name.</param>
    /// <exception cref="KeyNotFoundException">Read, and there is no such argument.</exception>
    public QmpValue this[string name]
    {
        get => _values[name];
        set =>
            _values[name] =
                value ?? throw new ArgumentNullException(nameof(value), "Use QmpValue.Null for JSON's null.");
    }

    /// <summary>Adds an argument.</summary>
    /// <param name="name">Its wire name.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="ArgumentException">There is one of that name already.</exception>
    public void Add(string name, QmpValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        _values.Add(name, value);
    }

    /// <summary>Whether there is an argument of that name.</summary>
    /// <param name="name">Its wire name.</param>
    /// <returns>True where it is there.</returns>
    public bool ContainsKey(string name) => _values.ContainsKey(name);

    /// <summary>Takes an argument away.</summary>
    /// <param name="name">Its wire name.</param>
    /// <returns>True where it was there.</returns>
    public bool Remove(string name) => _values.Remove(name);

    /// <inheritdoc/>
    public bool Equals(QmpExtraArguments? other) =>
        other is not null
        && Count == other.Count
        && _values.All(pair => other._values.TryGetValue(pair.Key, out QmpValue? value) && pair.Value.Equals(value));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as QmpExtraArguments);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        _values.Keys.Aggregate(Count, (hash, name) => hash ^ StringComparer.Ordinal.GetHashCode(name));

    /// <summary>The arguments in braces.</summary>
    /// <returns>Such as <c>{ netdev = "net1" }</c>.</returns>
    public override string ToString() =>
        $"{{ {string.Join(", ", _values.Select(pair => $"{pair.Key} = {pair.Value}"))} }}";

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, QmpValue>> GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
