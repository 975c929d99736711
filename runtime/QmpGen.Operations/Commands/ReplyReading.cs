namespace QmpGen.Operations;

/// <summary>Reads replies and events that are not checked against a schema.</summary>
internal static class ReplyReading
{
    /// <summary>Reads the reply to a command, or the data of an event.</summary>
    /// <exception cref="QmpProtocolException">A member is missing or has another type.</exception>
    public static T Read<T>(this QmpValue reply, string name, Func<QmpValue, T> read)
    {
        try
        {
            return read(reply);
        }
        catch (Exception e)
            when (e is KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new QmpProtocolException($"Cannot read the reply to '{name}': {e.Message}", e);
        }
    }
}
