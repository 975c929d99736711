using System.Globalization;
using System.Text;
using System.Text.Json;

namespace QmpGen.Testing.Wire;

/// <summary>Prints messages as QEMU does: a space after each colon and comma, and ASCII only.</summary>
internal static class MessagePrinter
{
    /// <summary>Prints the greeting of a monitor.</summary>
    public static byte[] PrintGreeting(QmpVersion version, bool offersOutOfBand)
    {
        string capabilities = offersOutOfBand ? "\"oob\"" : "";
        return Encoding.ASCII.GetBytes(
            $$$"""{"QMP": {"version": {{{PrintVersion(version)}}}, "capabilities": [{{{capabilities}}}]}}"""
        );
    }

    /// <summary>Prints a version as it appears in the greeting and in <c>query-version</c>.</summary>
    public static string PrintVersion(QmpVersion version)
    {
        string qemu = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"micro": {{version.Micro}}, "minor": {{version.Minor}}, "major": {{version.Major}}}"""
        );
        return $$"""{"qemu": {{qemu}}, "package": {{PrintText(version.Package)}}}""";
    }

    /// <summary>Prints the response to a command that succeeded.</summary>
    /// <param name="result">The result as JSON.</param>
    /// <param name="id">The id of the request, if it had one.</param>
    public static byte[] PrintReturn(string result, JsonElement? id)
    {
        string echo = id is { } value ? $", \"id\": {PrintValue(value)}" : "";
        return Encoding.ASCII.GetBytes($"{{\"return\": {result}{echo}}}");
    }

    /// <summary>Prints the response to a command that failed.</summary>
    public static byte[] PrintError(string errorClass, string description, JsonElement? id)
    {
        string echo = id is { } value ? $"\"id\": {PrintValue(value)}, " : "";
        return Encoding.ASCII.GetBytes(
            $"{{{echo}\"error\": {{\"class\": {PrintText(errorClass)}, \"desc\": {PrintText(description)}}}}}"
        );
    }

    /// <summary>Prints an event with the current time.</summary>
    public static byte[] PrintEvent(string name, JsonElement? data)
    {
        long microseconds = (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        (long seconds, long rest) = Math.DivRem(microseconds, 1_000_000);
        string stamp = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"seconds": {{seconds}}, "microseconds": {{rest}}}"""
        );
        string member = data is { } value ? $", \"data\": {PrintValue(value)}" : "";
        return Encoding.ASCII.GetBytes($"{{\"timestamp\": {stamp}, \"event\": {PrintText(name)}{member}}}");
    }

    /// <summary>Prints a recorded message unchanged.</summary>
    public static byte[] PrintRecorded(JsonElement message) => Encoding.ASCII.GetBytes(PrintValue(message));

    /// <summary>Prints a recorded response with another id.</summary>
    /// <remarks>QEMU prints the id after a result and before an error.</remarks>
    public static byte[] PrintRecorded(JsonElement response, JsonElement? id)
    {
        IEnumerable<string> members = response
            .EnumerateObject()
            .Where(member => member.Name != "id")
            .Select(member => $"{PrintText(member.Name)}: {PrintValue(member.Value)}");
        string[] echo = id is { } value ? [$"\"id\": {PrintValue(value)}"] : [];
        bool isError = response.TryGetProperty("error", out _);
        return Encoding.ASCII.GetBytes(
            $"{{{string.Join(", ", isError ? [.. echo, .. members] : [.. members, .. echo])}}}"
        );
    }

    /// <summary>Prints a value.</summary>
    /// <exception cref="InvalidOperationException">A string in the value is not valid Unicode.</exception>
    public static string PrintValue(JsonElement value) => AppendValue(new StringBuilder(), value).ToString();

    private static string PrintText(string text) => AppendText(new StringBuilder(), text).ToString();

    private static StringBuilder AppendValue(StringBuilder text, JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Object => AppendAll(text.Append('{'), value.EnumerateObject(), AppendMember).Append('}'),
            JsonValueKind.Array => AppendAll(text.Append('['), value.EnumerateArray(), AppendValue).Append(']'),
            JsonValueKind.String => AppendText(text, value.GetString()!),
            JsonValueKind.Number => text.Append(PrintNumber(value)),
            _ => text.Append(value.GetRawText()),
        };

    private static StringBuilder AppendMember(StringBuilder text, JsonProperty member) =>
        AppendValue(AppendText(text, member.Name).Append(": "), member.Value);

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

    /// <summary>Prints a number as QEMU does: an integer if it fits 64 bits, otherwise a double with 17
    /// digits.</summary>
    private static string PrintNumber(JsonElement value)
    {
        string notation = value.GetRawText();
        return notation.AsSpan().ContainsAny('.', 'e', 'E') ? PrintDouble(value)
            : value.TryGetInt64(out long integer) ? integer.ToString(CultureInfo.InvariantCulture)
            : value.TryGetUInt64(out ulong large) ? large.ToString(CultureInfo.InvariantCulture)
            : PrintDouble(value);

        // QEMU's format is "%.17g".
        static string PrintDouble(JsonElement value) =>
            value.GetDouble().ToString("G17", CultureInfo.InvariantCulture).Replace('E', 'e');
    }

    private static StringBuilder AppendText(StringBuilder text, string value)
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
