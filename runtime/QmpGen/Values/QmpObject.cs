using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace QmpGen;

/// <summary>A JSON object that is being built: extra arguments, the arguments of a raw call, or an object in
/// them.</summary>
/// <remarks>
/// Converts implicitly to <see cref="QmpValue"/>. The members are sent in the order in which they were added. A C# null
/// means that a member is absent; <see cref="QmpValue.Null"/> is JSON null. An instance is not thread-safe while it is
/// being changed.
/// </remarks>
[SuppressMessage(
    "Naming",
    "CA1710:Identifiers should have correct suffix",
    Justification = "It is a JSON object, which is a term of the domain."
)]
public sealed class QmpObject : IReadOnlyCollection<KeyValuePair<string, QmpValue>>, IEquatable<QmpObject>
{
    private readonly OrderedDictionary<string, QmpValue> _values = new(StringComparer.Ordinal);

    /// <summary>Initializes an empty collection.</summary>
    public QmpObject() { }

    /// <summary>Initializes a new instance with members.</summary>
    /// <param name="members">The members, such as the <see cref="QmpValue.Members"/> of a received object.</param>
    /// <exception cref="ArgumentException">Two members have the same name.</exception>
    public QmpObject(IEnumerable<KeyValuePair<string, QmpValue>> members) => AddRange(members);

    /// <inheritdoc/>
    public int Count => _values.Count;

    /// <summary>Gets or sets the value of a member. Setting null removes the member.</summary>
    /// <param name="name">The wire name.</param>
    /// <exception cref="KeyNotFoundException">The member to get does not exist.</exception>
    [AllowNull]
    public QmpValue this[string name]
    {
        get => _values[name];
        set
        {
            if (value is null)
            {
                _values.Remove(name);
            }
            else
            {
                _values[name] = value;
            }
        }
    }

    /// <summary>Adds a member.</summary>
    /// <param name="name">The wire name.</param>
    /// <param name="value">The value; null adds nothing.</param>
    /// <exception cref="ArgumentException">A member with this name exists already.</exception>
    public void Add(string name, QmpValue? value)
    {
        if (value is not null)
        {
            _values.Add(name, value);
        }
    }

    /// <summary>Adds members, such as the <see cref="QmpValue.Members"/> of a received object.</summary>
    /// <param name="members">The members.</param>
    /// <exception cref="ArgumentException">A member with one of the names exists already.</exception>
    public void AddRange(IEnumerable<KeyValuePair<string, QmpValue>> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        foreach ((string name, QmpValue value) in members)
        {
            Add(name, value);
        }
    }

    /// <summary>Determines whether a member with this name exists.</summary>
    /// <param name="name">The wire name.</param>
    /// <returns><see langword="true"/> if the member exists.</returns>
    public bool ContainsKey(string name) => _values.ContainsKey(name);

    /// <summary>Removes a member.</summary>
    /// <param name="name">The wire name.</param>
    /// <returns><see langword="true"/> if the member existed.</returns>
    public bool Remove(string name) => _values.Remove(name);

    /// <inheritdoc/>
    public bool Equals(QmpObject? other) =>
        other is not null
        && Count == other.Count
        && _values.All(pair => other._values.TryGetValue(pair.Key, out QmpValue? value) && pair.Value.Equals(value));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as QmpObject);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        _values.Keys.Aggregate(Count, (hash, name) => hash ^ StringComparer.Ordinal.GetHashCode(name));

    /// <summary>Formats the members in braces, with <c>(redacted)</c> in place of secrets.</summary>
    /// <returns>The text, such as <c>{ netdev = "net1" }</c>.</returns>
    public override string ToString() =>
        $"{{ {string.Join(", ", _values.Select(pair => $"{pair.Key} = {FormatValue(pair.Key, pair.Value)}"))} }}";

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, QmpValue>> GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static string FormatValue(string name, QmpValue value) =>
        SecretNames.Contains(name, isText: value.Kind == JsonValueKind.String)
            ? SecretText.Mark
            : SecretText.Format(QmpValue.GetUtf8(value));

    internal void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach ((string name, QmpValue value) in _values)
        {
            TextValidator.ValidateName(name, "The member name");
            writer.WritePropertyName(name);
            value.WriteExactlyTo(writer);
        }

        writer.WriteEndObject();
    }
}
