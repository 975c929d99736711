using System.Text;

namespace QmpGen.Fuzz;

/// <summary>An input: a header line with words that select how to run it, and the bytes that a peer or a file
/// contains.</summary>
internal readonly record struct FuzzInput(string Header, ReadOnlyMemory<byte> Body)
{
    private const int MaxHeaderLength = 200;

    /// <summary>The words of the header.</summary>
    public string[] Words => Header.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Splits the bytes of an input. Without a newline near the start, the header is empty.</summary>
    public static FuzzInput Parse(byte[] input)
    {
        int end = input.AsSpan(0, Math.Min(input.Length, MaxHeaderLength)).IndexOf((byte)'\n');
        return end < 0 ? new("", input) : new(Encoding.Latin1.GetString(input, 0, end), input.AsMemory(end + 1));
    }

    /// <summary>Creates the bytes of an input.</summary>
    public static byte[] Create(string header, ReadOnlySpan<byte> body) =>
        [.. Encoding.Latin1.GetBytes(header), (byte)'\n', .. body];

    /// <summary>Creates the bytes of an input.</summary>
    public static byte[] Create(string header, string body) => Create(header, Encoding.UTF8.GetBytes(body));
}
