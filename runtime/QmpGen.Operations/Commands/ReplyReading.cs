namespace QmpGen.Operations;

/// <summary>Reads replies that are not checked against a schema.</summary>
internal static class ReplyReading
{
    /// <summary>Reads a reply.</summary>
    /// <exception cref="QmpProtocolException">A member is missing or has another type.</exception>
    public static T Read<T>(this QmpValue reply, string command, Func<QmpValue, T> read)
    {
        try
        {
            return read(reply);
        }
        catch (Exception e)
            when (e is KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new QmpProtocolException($"Cannot read the reply to '{command}': {e.Message}", e);
        }
    }
}
