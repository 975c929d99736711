using System.Text.Json;

namespace QmpGen.Testing;

/// <summary>A command that the server received.</summary>
/// <param name="Command">The wire name.</param>
/// <param name="Arguments">The arguments. An empty object if the request had none.</param>
/// <param name="OutOfBand">Whether the client requested out-of-band execution.</param>
/// <remarks>Immutable and thread-safe. The arguments stay valid after the server is disposed.</remarks>
public sealed record QmpTestCall(string Command, JsonElement Arguments, bool OutOfBand)
{
    private const int ShortArgumentsLength = 300;

    /// <summary>The call as it appears in messages.</summary>
    internal string Text => Print(Arguments.GetRawText());

    /// <summary>The call with long arguments cut, for lists of many calls.</summary>
    internal string ShortText =>
        Arguments.GetRawText() is { Length: > ShortArgumentsLength } text
            ? Print($"{text[..ShortArgumentsLength]}…")
            : Text;

    private string Print(string arguments) => $"{Command} {arguments}{(OutOfBand ? " (out-of-band)" : "")}";
}
