using System.ComponentModel;
using Microsoft.Extensions.Logging.Abstractions;

namespace QmpGen.CodeGeneration;

/// <summary>Describes the message being read, for the text of a <see cref="QmpProtocolException"/>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class QmpReadContext
{
    private const string UnknownVersion = "unknown";
    private const int TokensPerCheck = 1024;

    /// <summary>The message as part of a sentence, such as <c>the reply to 'query-block'</c>. Default:
    /// <c>the message</c>.</summary>
    public string Subject
    {
        get =>
            field ??=
                Command is not null ? $"the response to '{Command}'"
                : EventName is not null ? $"the event {PeerText.Shorten(EventName)}"
                : "the message";
        init;
    }

    /// <summary>The command of a response. The subject is created from it when an exception needs the
    /// subject.</summary>
    internal string? Command { get; init; }

    /// <summary>The name of an event, like <see cref="Command"/>.</summary>
    internal string? EventName { get; init; }

    /// <summary>The QEMU version of the schema behind the bindings. Default: <c>unknown</c>.</summary>
    public string SchemaVersion { get; init; } = UnknownVersion;

    /// <summary>The peer, such as <c>QEMU 7.2.22</c> or <c>the guest agent</c>. Default: <c>QEMU</c>.</summary>
    public string Peer { get; init; } = "QEMU";

    /// <summary>The schema, as it appears in messages.</summary>
    internal string Schema => SchemaVersion == UnknownVersion ? "the schema" : $"the schema of QEMU {SchemaVersion}";

    /// <summary>The timestamp of an event, or null if the host's clock failed or the message is not an event.</summary>
    public DateTimeOffset? Timestamp { get; internal set; }

    /// <summary>The unknown enum texts that the client can still add. Default: a separate quota.</summary>
    internal EnumTextQuota EnumTexts
    {
        get => field ??= new EnumTextQuota(NullLogger.Instance);
        init;
    }

    /// <summary>Gets the reason to stop reading, such as a timeout, or null to continue.</summary>
    internal Func<Exception?>? GetStopReason { get; init; }

    /// <summary>Throws the reason to stop reading, if there is one.</summary>
    /// <param name="tokenCount">The number of tokens read so far. Most numbers are not checked.</param>
    internal void ThrowIfStopped(int tokenCount)
    {
        if (tokenCount % TokensPerCheck == 0 && GetStopReason?.Invoke() is { } reason)
        {
            throw reason;
        }
    }
}
