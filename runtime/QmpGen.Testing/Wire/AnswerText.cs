using System.Globalization;
using System.Text;
using System.Text.Json;

namespace QmpGen.Testing.Wire;

/// <summary>Prints what the server says as QEMU does: a space behind colon and comma, and ASCII only.</summary>
internal static class AnswerText
{
    /// <summary>The greeting.</summary>
    public static byte[] Greeting(QmpVersion version, bool offersOutOfBand) =>
        Encoding.ASCII.GetBytes(
            $$$"""{"QMP": {"version": {{{Version(version)}}}, "capabilities": [{{{(offersOutOfBand ? "\"oob\"" : "")}}}]}}"""
        );

    /// <summary>A version, as the greeting and <c>query-version</c> hold it.</summary>
    public static string Version(QmpVersion version) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"qemu": {"micro": {{version.Micro}}, "minor": {{version.Minor}}, "major": {{version.Major}}}, "package": {{Print(version.Package)}}}"""
        );

    /// <summary>The answer to a command that succeeded.</summary>
    /// <param name="result">What it returned, printed.</param>
    /// <param name="id">That of the request.</param>
    public static byte[] Return(string result, JsonElement? id)
    {
        string echo = id is { } value ? $", \"id\": {Print(value)}" : "";
        return Encoding.ASCII.GetBytes($"{{\"return\": {result}{echo}}}");
    }

    /// <summary>The answer to a command that failed.</summary>
    public static byte[] Error(QmpTestErrorException error, JsonElement? id)
    {
        string echo = id is { } value ? $"\"id\": {Print(value)}, " : "";
        return Encoding.ASCII.GetBytes(
            $"{{{echo}\"error\": {{\"class\": {Print(error.ErrorClass)}, \"desc\": {Print(error.Description)}}}}}"
        );
    }

    /// <summary>An event, stamped with the present time.</summary>
    public static byte[] Event(string name, JsonElement? data)
    {
        long microseconds = (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        (long seconds, long rest) = Math.DivRem(microseconds, 1_000_000);
        string stamp = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"seconds": {{seconds}}, "microseconds": {{rest}}}"""
        );
        return Encoding.ASCII.GetBytes(
            $"{{\"timestamp\": {stamp}, \"event\": {Print(name)}{(data is { } value ? $", \"data\": {Print(value)}" : "")}}}"
        );
    }

    /// <summary>A message as it was recorded.</summary>
    public static byte[] Message(JsonElement message) => Encoding.ASCII.GetBytes(Print(message));

    /// <summary>An answer as it was recorded, with another id: behind what was returned, before an error.</summary>
    public static byte[] Answer(JsonElement answer, JsonElement? id)
    {
        IEnumerable<string> members = answer
            .EnumerateObject()
            .Where(member => member.Name != "id")
            .Select(member => $"{Print(member.Name)}: {Print(member.Value)}");
        string[] echo = id is { } value ? [$"\"id\": {Print(value)}"] : [];
        return Encoding.ASCII.GetBytes(
            $"{{{string.Join(", ", answer.TryGetProperty("error", out _) ? [.. echo, .. members] : [.. members, .. echo])}}}"
        );
    }

    /// <summary>Prints a value.</summary>
    /// <exception cref="InvalidOperationException">A text in it is no valid Unicode.</exception>
    public static string Print(JsonElement value) => Append(new StringBuilder(), value).ToString();

    private static string Print(string text) => AppendString(new StringBuilder(), text).ToString();

    private static StringBuilder Append(StringBuilder text, JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Object => AppendAll(text.Append('{'), value.EnumerateObject(), AppendMember).Append('}'),
            JsonValueKind.Array => AppendAll(text.Append('['), value.EnumerateArray(), Append).Append(']'),
            JsonValueKind.String => AppendString(text, value.GetString()!),
            JsonValueKind.Number => text.Append(Number(value)),
            _ => text.Append(value.GetRawText()),
        };

    private static StringBuilder AppendMember(StringBuilder text, JsonProperty member) =>
        Append(AppendString(text, member.Name).Append(": "), member.Value);

    private static StringBuilder AppendAll<T>(
        StringBuilder text,
        IEnumerable<T> items,
        Func<StringBuilder, T, StringBuilder> append
    )
    {
        string separator = "";
        foreach (T item in items)
        {
            append(text.Append(separator), item);
            separator = ", ";
        }

        return text;
    }

    /// <summary>QEMU keeps numbers as integers where they fit, else as doubles, and prints those with 17 digits
    /// (<c>%.17g</c>).</summary>
    private static string Number(JsonElement value)
    {
        string notation = value.GetRawText();
        return notation.AsSpan().ContainsAny('.', 'e', 'E') ? Double(value)
            : value.TryGetInt64(out long integer) ? integer.ToString(CultureInfo.InvariantCulture)
            : value.TryGetUInt64(out ulong large) ? large.ToString(CultureInfo.InvariantCulture)
            : Double(value);

        static string Double(JsonElement value) =>
            value.GetDouble().ToString("G17", CultureInfo.InvariantCulture).Replace('E', 'e');
    }

    private static StringBuilder AppendString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (char c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append(@"\\"),
                '\b' => text.Append(@"\b"),
                '\f' => text.Append(@"\f"),
                '\n' => text.Append(@"\n"),
                '\r' => text.Append(@"\r"),
                '\t' => text.Append(@"\t"),
                < ' ' or >= '\x7F' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
                _ => text.Append(c),
            };
        }

        return text.Append('"');
    }
}
