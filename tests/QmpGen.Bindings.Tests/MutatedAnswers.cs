using System.Text;

namespace QmpGen.Tests;

/// <summary>Makes answers that a broken or hostile peer may send out of answers that a QEMU did send. The same seed makes the same ones.</summary>
internal sealed class MutatedAnswers(IReadOnlyList<byte[]> answers, int seed)
{
    private static readonly byte[][] s_tokens =
    [
        .. new[]
        {
            "null", "true", "\"\"", "{}", "[]", "[", "{", "]", "}", ",", ":", "\"", "\\", "-0", "-1", "1e999", "1.5", "9223372036854775808", "-9223372036854775809",
            "18446744073709551616", "\"\\ud800\"", "\"\\u0000\"", "\"\\uffff\"", "\\udc00", "{\"a\":1,\"a\":2}", "\"type\":\"nobody\",", "nan", " ", "\r\n",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80], [0x00],
        .. new[] { new string('[', 3000), new string('9', 500), $"\"{new string('x', 5000)}\"" }.Select(Encoding.UTF8.GetBytes),
    ];

    // Not for secrets: a run must be repeatable by its seed.
#pragma warning disable CA5394
    private readonly Random _random = new(seed);

    /// <summary>The next answer, and which of the originals it was.</summary>
    public (byte[] Json, int Original) Next()
    {
        int original = _random.Next(answers.Count);
        byte[] json = answers[original];
        for (int changes = _random.Next(1, 4); changes > 0; changes--)
            json = Change(json);

        return (json, original);
    }

    /// <summary>A number below the limit.</summary>
    public int Pick(int limit) => _random.Next(limit);

    private byte[] Change(byte[] json)
    {
        int at = _random.Next(json.Length + 1);
        int end = Math.Min(json.Length, at + _random.Next(1, 40));
        byte[] token = s_tokens[_random.Next(s_tokens.Length)];
        byte[] other = answers[_random.Next(answers.Count)];
        return _random.Next(7) switch
        {
            0 => json[..at],
            1 => [.. json[..at], .. json[end..]],
            2 => [.. json[..end], .. json[at..]],
            3 => [.. json[..at], .. token, .. json[at..]],
            4 => [.. json[..at], .. token, .. json[end..]],
            5 => [.. json[..at], .. other.AsSpan(_random.Next(other.Length))],
            _ => [.. json.Select((value, i) => i == at ? (byte)(value ^ (1 << _random.Next(8))) : value)],
        };
    }
#pragma warning restore CA5394
}
