using System.ComponentModel;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace QmpGen.CodeGeneration;

/// <summary>Describes the message being read, for the text of a <see cref="QmpProtocolException"/>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class QmpReadContext
{
    /// <summary>The message as part of a sentence, such as <c>the reply to 'query-block'</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>The QEMU version of the schema behind the bindings. Default: <c>unknown</c>.</summary>
    public string SchemaVersion { get; init; } = "unknown";

    /// <summary>The QEMU version of the peer. Default: <c>unknown</c>.</summary>
    public string ServerVersion { get; init; } = "unknown";

    /// <summary>The timestamp of an event, or null if the host's clock failed or the message is not an event.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>The logger for irregularities that are not errors.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;
}
