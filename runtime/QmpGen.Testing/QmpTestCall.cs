using System.Text.Json;

namespace QmpGen.Testing;

/// <summary>A command that the server received.</summary>
/// <param name="Command">Its wire name.</param>
/// <param name="Arguments">Its arguments; an empty object where the request had none.</param>
/// <param name="OutOfBand">Whether it was to be executed out-of-band.</param>
/// <remarks>Immutable, and safe for use by several threads. The arguments outlive the server.</remarks>
public sealed record QmpTestCall(string Command, JsonElement Arguments, bool OutOfBand)
{
    /// <summary>The call as messages for people have it.</summary>
    internal string Text => TextOf(Arguments.GetRawText());

    /// <summary>The same, where it is one of many.</summary>
    internal string ShortText =>
        TextOf(Arguments.GetRawText() is { Length: > 300 } text ? $"{text[..300]}…" : Arguments.GetRawText());

    private string TextOf(string arguments) => $"{Command} {arguments}{(OutOfBand ? " (out-of-band)" : "")}";
}
