using System.Numerics;
using System.Text;
using System.Text.Json;

namespace QmpGen.CodeGeneration;

/// <summary>The short strings of one message, many of which repeat.</summary>
/// <remarks>A text has one slot, and replaces the text that was there. A peer that chooses texts for one slot only
/// makes the cache useless.</remarks>
/// <param name="messageLength">The size of the message, which bounds the number of slots.</param>
internal sealed class StringCache(int messageLength)
{
    /// <summary>The maximum length of a cached string.</summary>
    public const int MaxLength = 64;

    /// <summary>The maximum number of cached strings.</summary>
    public const int MaxCount = 512;

    private const int BytesPerSlot = 256;

    private readonly string?[] _slots = new string?[
        BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(messageLength / BytesPerSlot, 1, MaxCount))
    ];

    /// <summary>Gets the current string of a reader.</summary>
    /// <exception cref="InvalidOperationException">The string is not valid Unicode.</exception>
    public string GetOrAdd(ref readonly Utf8JsonReader json)
    {
        ReadOnlySpan<byte> text = json.ValueSpan;
        if (json.ValueIsEscaped || text.Length is 0 or > MaxLength)
        {
            return json.GetString()!;
        }

        ref string? slot = ref _slots[GetHash(text) & (_slots.Length - 1)];
        if (slot is null || !Ascii.Equals(text, slot))
        {
            slot = json.GetString()!;
        }

        return slot;
    }

    private static int GetHash(ReadOnlySpan<byte> text)
    {
        int hash = text.Length;
        hash = (hash * 31) + text[0];
        hash = (hash * 31) + text[text.Length / 2];
        hash = (hash * 31) + text[text.Length * 3 / 4];
        return (hash * 31) + text[^1];
    }
}
