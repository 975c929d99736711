using System.Text;
using QmpGen.Fuzz.Targets.Wire;

namespace QmpGen.Fuzz.Mutation;

/// <summary>What readers stumble over.</summary>
internal static class Tokens
{
    /// <summary>Values and pieces of them, whole and broken.</summary>
    public static IReadOnlyList<byte[]> All { get; } =
    [
        .. new[]
        {
            "null", "true", "\"\"", "{}", "[]", "[", "{", "]", "}", ",", ":", "\"", "\\", "'", "-0", "-1", "0", "1e999", "-1e-999", "1.5", "1E2", "01",
            "128", "256", "65536", "2147483648", "4294967296", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809",
            "18446744073709551615", "18446744073709551616", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\u0000\"", "\"\\uffff\"", "\\udc00", "\"\\ud83d\\ude00\"",
            "{\"a\":1,\"a\":2}", "{\"\\ud800\":1}", "\"type\":\"nobody\",", "\"id\":2,", "nan", "-", " ", "\r\n", "\u00e9", "\U0001F600", "\"\uFFFE\"",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80], [0x00], [0xEF, 0xBB, 0xBF], [(byte)'"', 0xE2, 0x82, (byte)'"'],
        .. new[]
        {
            new string('[', 3000), new string('[', 900) + new string(']', 900), string.Concat(Enumerable.Repeat("{\"a\":", 1100)),
            new string('9', 500), "0." + new string('1', 2000), $"\"{new string('x', 5000)}\"", $"\"{new string('x', Conversation.MaxMessageBytes)}\"",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    /// <summary>Names that mean something to C#, to .NET, to QAPI or to nobody.</summary>
    public static IReadOnlyList<byte[]> Names { get; } =
    [
        .. new[]
        {
            "", "class", "Equals", "to-string", "ToString", "get-hash-code", "GetType", "Clone", "with", "record", "value", "Value", "null", "string", "object",
            "_", "__", "-", "a-b", "a_b", "A", "a", "0", "0a", "3des", "QmpReader", "System", "Qemu", "features", "name", "wire-name", "extra-arguments",
            "cancellation-token", "out-of-band", "q_empty", "q_obj_x-arg", "[int]", "[[int]]", "[]", "int", "int8", "size", "any", "str", "bool", "number",
            "\u00e9t\u00e9", "\u0130", "a b", "a.b", "a\\\"b", "*/", "<c>", "{0}", "\u2028", "x-", "-x", "__org.qemu_x", "deprecated", "unstable", "EOF",
            "command", "event", "enum", "array", "alternate", "builtin", "union", "struct", "include", "pragma", "data", "base", "if", "defined(A) && !B",
        }.Select(Encoding.UTF8.GetBytes),
        Encoding.UTF8.GetBytes(new string('n', 700)),
    ];
}
