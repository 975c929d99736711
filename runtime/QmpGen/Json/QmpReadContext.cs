using System.ComponentModel;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace QmpGen.CodeGeneration;

/// <summary>What a message is, so that a failure to read it can say so: for the text of a
/// <see cref="QmpProtocolException"/>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class QmpReadContext
{
    /// <summary>What is being read, as it stands in a sentence: <c>the answer to 'query-block'</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>The version of the QEMU whose schema the bindings were made from, or <c>unknown</c>.</summary>
    public string SchemaVersion { get; init; } = "unknown";

    /// <summary>The version of the QEMU that sent the message, or <c>unknown</c>.</summary>
    public string ServerVersion { get; init; } = "unknown";

    /// <summary>When the message is an event: its time, or null where the host's clock failed.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>Where oddities go that are no errors.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;
}
