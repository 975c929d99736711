using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace QmpGen;

/// <content>Reading. Exceptions name the place of the value in the value that was received or created.</content>
public sealed partial class QmpValue
{
    private readonly QmpValue? _parent;
    private readonly string? _name;
    private readonly int _index;

    private QmpValue(JsonElement json, QmpValue? parent, string? name, int index)
    {
        _json = new StrongBox<JsonElement>(json);
        _parent = parent;
        _name = name;
        _index = index;
    }

    /// <summary>The number of items of an array, or of members of an object.</summary>
    /// <exception cref="InvalidOperationException">The value is not an array or object.</exception>
    public int Count =>
        Kind switch
        {
            JsonValueKind.Array => Json.GetArrayLength(),
            JsonValueKind.Object => Json.GetPropertyCount(),
            _ => throw CreateUnexpected("an array or object"),
        };

    /// <summary>The items of an array.</summary>
    /// <exception cref="InvalidOperationException">The value is not an array.</exception>
    public IEnumerable<QmpValue> Items
    {
        get
        {
            Require(JsonValueKind.Array, "an array");
            return Json.EnumerateArray().Select((item, index) => new QmpValue(item, this, null, index));
        }
    }

    /// <summary>The members of an object.</summary>
    /// <exception cref="InvalidOperationException">The value is not an object, or a name is not valid
    /// Unicode.</exception>
    public IEnumerable<KeyValuePair<string, QmpValue>> Members
    {
        get
        {
            Require(JsonValueKind.Object, "an object");
            return Json.EnumerateObject()
                .Select(member =>
                    GetName(member) is { } name
                        ? KeyValuePair.Create(name, CreateMember(name, member.Value))
                        : throw new InvalidOperationException(
                            $"{DescribePlace()} has a member whose name is not valid Unicode. "
                                + "Use ToString for its JSON text."
                        )
                );
        }
    }

    /// <summary>Gets a member of an object.</summary>
    /// <param name="name">The name of the member.</param>
    /// <exception cref="KeyNotFoundException">The object does not have the member.</exception>
    /// <exception cref="InvalidOperationException">The value is not an object.</exception>
    public QmpValue this[string name] =>
        TryGetMember(name, out QmpValue? value)
            ? value
            : throw new KeyNotFoundException(
                $"{DescribePlace()} does not have the member '{name}'. Its members: "
                    + $"{string.Join(", ", Json.EnumerateObject().Select(QuoteName).DefaultIfEmpty("none"))}. "
                    + "Use TryGetMember for a member that can be absent."
            );

    /// <summary>Gets an item of an array.</summary>
    /// <param name="index">The index of the item, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The array does not have the item.</exception>
    /// <exception cref="InvalidOperationException">The value is not an array.</exception>
    public QmpValue this[int index]
    {
        get
        {
            Require(JsonValueKind.Array, "an array");
            return index >= 0 && index < Count
                ? new QmpValue(Json[index], this, null, index)
                : throw new ArgumentOutOfRangeException(
                    nameof(index),
                    index,
                    $"{DescribePlace()} has {Count} items, numbered from 0. Check Count."
                );
        }
    }

    /// <summary>Gets a member of an object, if it exists.</summary>
    /// <param name="name">The name of the member.</param>
    /// <param name="value">The value of the member; null if it does not exist.</param>
    /// <returns><see langword="true"/> if the member exists.</returns>
    /// <exception cref="InvalidOperationException">The value is not an object.</exception>
    public bool TryGetMember(string name, [NotNullWhen(true)] out QmpValue? value)
    {
        ArgumentNullException.ThrowIfNull(name);
        Require(JsonValueKind.Object, "an object");
        value = TryGetProperty(name, out JsonElement member) ? CreateMember(name, member) : null;
        return value is not null;
    }

    /// <summary>Enumerates the items of an array.</summary>
    /// <returns>The enumerator.</returns>
    /// <exception cref="InvalidOperationException">The value is not an array.</exception>
    public IEnumerator<QmpValue> GetEnumerator() => Items.GetEnumerator();

    /// <summary>Reads a string.</summary>
    /// <returns>The string.</returns>
    /// <exception cref="InvalidOperationException">The value is not a string, or is not valid Unicode.</exception>
    public string GetString()
    {
        Require(JsonValueKind.String, "a string");
        try
        {
            return Json.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidOperationException(
                $"{DescribePlace()} is a string that is not valid Unicode. Use ToString for its JSON text.",
                e
            );
        }
    }

    /// <summary>Reads an integer.</summary>
    /// <returns>The integer.</returns>
    /// <exception cref="InvalidOperationException">The value is not an integer, or is out of range.</exception>
    public long GetInt64()
    {
        Require(JsonValueKind.Number, "a number");
        return Json.TryGetInt64(out long value)
            ? value
            : throw CreateOutOfRange("an integer", long.MinValue, long.MaxValue);
    }

    /// <summary>Reads an integer that is not negative.</summary>
    /// <returns>The integer.</returns>
    /// <exception cref="InvalidOperationException">The value is not an integer, or is out of range.</exception>
    public ulong GetUInt64()
    {
        Require(JsonValueKind.Number, "a number");
        return Json.TryGetUInt64(out ulong value)
            ? value
            : throw CreateOutOfRange("an integer", ulong.MinValue, ulong.MaxValue);
    }

    /// <summary>Reads a number as the nearest <see cref="double"/>.</summary>
    /// <returns>The number.</returns>
    /// <exception cref="InvalidOperationException">The value is not a number, or is out of range.</exception>
    public double GetDouble()
    {
        Require(JsonValueKind.Number, "a number");
        double value = Json.GetDouble();
        return double.IsFinite(value) ? value : throw CreateOutOfRange("a number", double.MinValue, double.MaxValue);
    }

    /// <summary>Reads a boolean.</summary>
    /// <returns>The boolean.</returns>
    /// <exception cref="InvalidOperationException">The value is not a boolean.</exception>
    public bool GetBoolean() =>
        Kind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw CreateUnexpected("a boolean"),
        };

    private bool TryGetProperty(string name, out JsonElement value)
    {
        try
        {
            return Json.TryGetProperty(name, out value);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // This name or that of another member is not valid Unicode.
            value = Json.EnumerateObject().LastOrDefault(member => GetName(member) == name).Value;
            return value.ValueKind != JsonValueKind.Undefined;
        }
    }

    /// <summary>Returns the name of a member, or null if it is not valid Unicode.</summary>
    private static string? GetName(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Returns the name of a member in quotes, or its JSON text if it is not valid Unicode.</summary>
    private static string QuoteName(JsonProperty member) =>
        $"'{GetName(member) ?? Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8PropertyName(member))}'";

    private QmpValue CreateMember(string name, JsonElement value) => new(value, this, name, 0);

    private void Require(JsonValueKind kind, string expected)
    {
        if (Kind != kind)
        {
            throw CreateUnexpected(expected);
        }
    }

    private InvalidOperationException CreateUnexpected(string expected)
    {
        (string actual, string remedy) = Kind switch
        {
            JsonValueKind.Object => ("an object", "Read its members with the indexer or Members."),
            JsonValueKind.Array => ("an array", "Read its items with the indexer or Items."),
            JsonValueKind.String => ("a string", "Use GetString."),
            JsonValueKind.Number => ("a number", "Use GetInt64, GetUInt64 or GetDouble."),
            JsonValueKind.Null => ("null", "Compare it with QmpValue.Null first."),
            _ => ("a boolean", "Use GetBoolean."),
        };
        return new($"{DescribePlace()} is {actual}, not {expected}. {remedy}");
    }

    private InvalidOperationException CreateOutOfRange<T>(string expected, T minimum, T maximum)
        where T : IFormattable =>
        new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{DescribePlace()} is {this}, not {expected} from {minimum} to {maximum}. "
            ) + "Use another method for numbers, or ToString for the text."
        );

    private string DescribePlace() => _parent is null ? "The value" : $"The value '{GetPath()}'";

    private string GetPath()
    {
        string parent = _parent?.GetPath() ?? "";
        return _parent is null ? ""
            : _name is null ? string.Create(CultureInfo.InvariantCulture, $"{parent}[{_index}]")
            : parent.Length == 0 ? _name
            : $"{parent}.{_name}";
    }
}
