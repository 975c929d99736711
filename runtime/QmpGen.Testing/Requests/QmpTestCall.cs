using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using QmpGen.Testing.Wire;

namespace QmpGen.Testing;

/// <summary>A command that the server received.</summary>
/// <param name="Command">The wire name.</param>
/// <param name="Arguments">The arguments. An empty object if the request had none.</param>
/// <param name="OutOfBand">Whether the client requested out-of-band execution.</param>
/// <remarks>Immutable and thread-safe. The arguments stay valid after the server is disposed. <c>ToString</c> redacts
/// passwords and other secrets.</remarks>
public sealed record QmpTestCall(string Command, JsonElement Arguments, bool OutOfBand)
{
    private const int MaxTextLength = 4000;

    /// <summary>Runs after the response was sent.</summary>
    internal Action? Responded { get; set; }

    /// <summary>The call as it appears in messages.</summary>
    internal string Text => Print(FormatArguments(MaxTextLength));

    /// <summary>The call with long arguments cut, for lists of many calls.</summary>
    internal string ShortText => Print(FormatArguments(MessageText.MaxLength));

    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Command = ").Append(Command);
        builder.Append(", Arguments = ").Append(FormatArguments(MaxTextLength));
        builder.Append(", OutOfBand = ").Append(OutOfBand);
        return true;
    }

    private string FormatArguments(int maxLength) =>
        SecretText.Format(JsonMarshal.GetRawUtf8Value(Arguments), maxLength);

    private string Print(string arguments) => $"{Command} {arguments}{(OutOfBand ? " (out-of-band)" : "")}";
}
