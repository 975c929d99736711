using System.Text;

namespace QmpGen.Fuzz;

/// <summary>An input in its two parts: a line of words that say how it is tried, and the bytes that somebody sent or
/// saved.</summary>
internal readonly record struct FuzzInput(string Header, ReadOnlyMemory<byte> Body)
{
    private const int LongestHeader = 200;

    /// <summary>The header's words.</summary>
    public string[] Words => Header.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Takes an input apart; one without a line break near its start is all body.</summary>
    public static FuzzInput Parse(byte[] input)
    {
        int end = input.AsSpan(0, Math.Min(input.Length, LongestHeader)).IndexOf((byte)'\n');
        return end < 0 ? new("", input) : new(Encoding.Latin1.GetString(input, 0, end), input.AsMemory(end + 1));
    }

    /// <summary>Puts an input together.</summary>
    public static byte[] Of(string header, ReadOnlySpan<byte> body) =>
        [.. Encoding.Latin1.GetBytes(header), (byte)'\n', .. body];

    /// <summary>Puts an input together.</summary>
    public static byte[] Of(string header, string body) => Of(header, Encoding.UTF8.GetBytes(body));
}
