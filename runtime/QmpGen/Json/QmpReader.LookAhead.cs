using System.Text;
using System.Text.Json;

namespace QmpGen.CodeGeneration;

/// <content>Looks ahead in values that are read afterwards, and therefore does not validate them.</content>
public ref partial struct QmpReader
{
    private readonly TEnum? FindTag<TEnum>(string tag, QmpEnumTable<TEnum> table)
        where TEnum : struct, Enum
    {
        Expect(JsonTokenType.StartObject, "an object");
        Span<byte> name = stackalloc byte[Encoding.UTF8.GetMaxByteCount(tag.Length)];
        int start = FindMember(name[..Encoding.UTF8.GetBytes(tag, name)]);
        if (start < 0)
        {
            return null;
        }

        ReadOnlySpan<byte> value = _message[start..];
        int length = JsonValueScanner.GetStringLength(value);
        if (length > 2 && table.TryFind(value[1..(length - 1)], out TEnum known))
        {
            return known;
        }

        QmpReader ahead = this;
        ahead._member = tag;
        ahead._json = new Utf8JsonReader(value, JsonDefaults.ReaderOptions);
        ahead.Advance();
        return ahead.ReadEnum(table);
    }

    /// <summary>Finds the value of a member of the current object.</summary>
    /// <returns>The position of its first byte, or -1 if the object lacks the member.</returns>
    private readonly int FindMember(ReadOnlySpan<byte> name)
    {
        int position = SkipSeparators((int)_json.BytesConsumed);
        for (int count = 1; position < _message.Length && _message[position] == (byte)'"'; count++)
        {
            Context.ThrowIfStopped(count);
            int end = GetValueEnd(position);
            bool found = IsName(_message[position..end], name);
            position = SkipSeparators(end);
            if (found)
            {
                return position;
            }

            position = SkipSeparators(GetValueEnd(position));
        }

        return -1;
    }

    /// <summary>Counts the items from the current one to the end of the array.</summary>
    /// <remarks>Small items need several times the memory of their JSON, and growing an array triples that.</remarks>
    private readonly int CountItems()
    {
        int count = 0;
        int position = (int)_json.TokenStartIndex;
        while (position < _message.Length && _message[position] != (byte)']')
        {
            Context.ThrowIfStopped(++count);
            position = SkipSeparators(GetValueEnd(position));
        }

        return count;
    }

    private readonly bool IsName(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        if (json.Length <= name.Length + 2 || !json.Contains((byte)'\\'))
        {
            return json.Length == name.Length + 2 && json[1..^1].SequenceEqual(name);
        }

        try
        {
            Utf8JsonReader reader = new(json);
            reader.Read();
            return reader.Is(name);
        }
        catch (JsonException e)
        {
            throw CreateMalformed(e);
        }
    }

    private readonly int SkipSeparators(int position)
    {
        while (position < _message.Length && _message[position] is <= (byte)' ' or (byte)',' or (byte)':')
        {
            position++;
        }

        return position;
    }

    /// <summary>Gets the position after a value. It is always greater than that of the value.</summary>
    private readonly int GetValueEnd(int start)
    {
        ReadOnlySpan<byte> json = _message[start..];
        if (json.IsEmpty)
        {
            return start;
        }

        if (json[0] is (byte)'{' or (byte)'[')
        {
            return GetContainerEnd(start);
        }

        if (json[0] == (byte)'"')
        {
            return start + JsonValueScanner.GetStringLength(json);
        }

        int length = json[1..].IndexOfAny((byte)',', (byte)']', (byte)'}');
        return length < 0 ? _message.Length : start + 1 + length;
    }

    private readonly int GetContainerEnd(int start)
    {
        int scanned = Math.Min(ContainerIndex.MinBytes, _message.Length - start);
        int length = JsonValueScanner.GetContainerLength(_message.Slice(start, scanned));
        if (length > 0)
        {
            return start + length;
        }

        return _large?.GetEnd(start, _message, Context) is > 0 and int end ? end : _message.Length;
    }
}
