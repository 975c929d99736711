namespace QmpGen.Testing.Wire;

/// <summary>Formats messages for the messages of failed assertions.</summary>
internal static class MessageText
{
    /// <summary>The length at which a text is cut.</summary>
    public const int MaxLength = 300;

    /// <summary>Returns the start of a message of the server, without secrets.</summary>
    public static string Format(ReadOnlySpan<byte> message)
    {
        // A guest agent can send the byte 0xFF before its response.
        ReadOnlySpan<byte> json = message[Math.Max(0, message.IndexOf((byte)'{'))..];
        return SecretText.Format(json, MaxLength).TrimEnd();
    }
}
