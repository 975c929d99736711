using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace QmpGen;

/// <summary>Command arguments that the schema does not list, such as the properties of a device.</summary>
/// <remarks>
/// The schema cannot list every argument: <c>device_add</c> takes any property of the device. The arguments are sent in
/// the order in which they were added. An instance is not thread-safe while it is being changed.
/// </remarks>
[SuppressMessage(
    "Naming",
    "CA1710:Identifiers should have correct suffix",
    Justification = "Named after the property ExtraArguments that it is the type of."
)]
public sealed class QmpExtraArguments
    : IReadOnlyCollection<KeyValuePair<string, QmpValue>>,
        IEquatable<QmpExtraArguments>
{
    private const string NullMessage = "An extra argument cannot be null. Use QmpValue.Null for JSON null.";

    private readonly OrderedDictionary<string, QmpValue> _values = new(StringComparer.Ordinal);

    /// <summary>Initializes an empty collection.</summary>
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

    /// <summary>Gets or sets the value of an argument.</summary>
    /// <param name="name">The wire name.</param>
    /// <exception cref="KeyNotFoundException">The argument to get does not exist.</exception>
    public QmpValue this[string name]
    {
        get => _values[name];
        set => _values[name] = value ?? throw new ArgumentNullException(nameof(value), NullMessage);
    }

    /// <summary>Adds an argument.</summary>
    /// <param name="name">The wire name.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException">An argument with this name exists already.</exception>
    public void Add(string name, QmpValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        _values.Add(name, value);
    }

    /// <summary>Determines whether an argument with this name exists.</summary>
    /// <param name="name">The wire name.</param>
    /// <returns><see langword="true"/> if the argument exists.</returns>
    public bool ContainsKey(string name) => _values.ContainsKey(name);

    /// <summary>Removes an argument.</summary>
    /// <param name="name">The wire name.</param>
    /// <returns><see langword="true"/> if the argument existed.</returns>
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

    /// <summary>Formats the arguments in braces.</summary>
    /// <returns>The text, such as <c>{ netdev = "net1" }</c>.</returns>
    public override string ToString() =>
        $"{{ {string.Join(", ", _values.Select(pair => $"{pair.Key} = {pair.Value}"))} }}";

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, QmpValue>> GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
