using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using QmpGen.CodeGeneration;

namespace QmpGen;

/// <summary>The events that a client is sent. Each subscriber gets every event of its kind, in the order in which QEMU
/// sent them.</summary>
/// <remarks>
/// Safe for use by several threads. The event that a command causes comes before the command's own answer, so subscribe
/// before sending: when the
/// answer has come, so has the event. QEMU limits some events to one a second, of which the last one wins, and keeps
/// none for a client that is
/// not connected. <see cref="QmpClient.Subscribe{TEvent}"/> and <see cref="QmpClient.Expect{TEvent}"/> take some events
/// out of these.
/// </remarks>
public sealed partial class QmpEvents
{
    private static readonly JsonDocumentOptions s_documentOptions = new() { MaxDepth = WireRules.MaxReceivedDepth };

    private readonly Lock _gate = new();
    private readonly QmpBindings _bindings;
    private readonly int _capacity;
    private readonly ILogger _logger;
    private ImmutableArray<QmpEventBuffer> _buffers = [];
    private bool _ended;
    private QmpException? _cause;

    internal QmpEvents(QmpBindings bindings, int capacity, ILogger logger)
    {
        _bindings = bindings;
        _capacity = capacity;
        _logger = logger;
    }

    /// <summary>Subscribes to all events, at the call and not at the first event that is asked for: what comes in
    /// between is kept.</summary>
    /// <param name="cancellationToken">Ends the enumeration with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The events from now on, typed where the bindings know them and <see cref="QmpUnknownEvent"/> where not.
    /// Leaving an <c>await foreach</c> over it ends the subscription; so does disposing it.</returns>
    /// <remarks>
    /// A subscriber that is more than <see cref="QmpClientOptions.EventBufferCapacity"/> events behind loses the oldest;
    /// <see cref="QmpSubscription{TEvent}.Dropped"/> tells how many. The enumeration ends when the client is disposed,
    /// and throws a
    /// <see cref="QmpConnectionException"/> (or <see cref="QmpProtocolException"/>) when the connection ended
    /// otherwise: at once, where it had ended
    /// before. A connection that is made again leaves a <see cref="QmpInterruptedEvent"/> where events may be missing.
    /// </remarks>
    public QmpSubscription<QmpEvent> ReadAllAsync(CancellationToken cancellationToken = default) =>
        new(this, filter: null, cancellationToken);

    /// <summary>A buffer that is filled from now on with the events of a type, until it is closed.</summary>
    internal QmpEventBuffer Open<TEvent>()
        where TEvent : QmpEvent
    {
        QmpEventBuffer buffer = new(this, static read => read is TEvent, _capacity, _logger);
        bool ended;
        lock (_gate)
        {
            ended = _ended;
            if (!ended)
            {
                _buffers = _buffers.Add(buffer);
            }
        }

        if (ended)
        {
            buffer.End(_cause);
        }

        return buffer;
    }

    internal void Close(QmpEventBuffer buffer)
    {
        lock (_gate)
        {
            _buffers = _buffers.Remove(buffer);
        }
    }

    /// <summary>Reads an event, if there is anybody for it, and hands it on. Never waits.</summary>
    internal void Publish(QmpMessage message, string serverVersion)
    {
        ImmutableArray<QmpEventBuffer> buffers = Snapshot();
        if (buffers.IsEmpty)
        {
            return;
        }

        QmpEvent read = Read(message, serverVersion);
        foreach (QmpEventBuffer buffer in buffers)
        {
            buffer.Offer(read);
        }
    }

    /// <summary>Tells every subscriber that the connection was lost and is made again. To be called before the next
    /// connection's first event.</summary>
    internal void Interrupt(QmpException cause)
    {
        QmpInterruptedEvent interrupted = new(cause);
        foreach (QmpEventBuffer buffer in Snapshot())
        {
            buffer.Interrupt(interrupted);
        }
    }

    /// <summary>Ends every subscription, and those to come.</summary>
    internal void End(QmpException? cause)
    {
        ImmutableArray<QmpEventBuffer> buffers;
        lock (_gate)
        {
            _ended = true;
            _cause = cause;
            buffers = _buffers;
            _buffers = [];
        }

        foreach (QmpEventBuffer buffer in buffers)
        {
            buffer.End(cause);
        }
    }

    private ImmutableArray<QmpEventBuffer> Snapshot()
    {
        lock (_gate)
        {
            return _buffers;
        }
    }

    private QmpEvent Read(QmpMessage message, string serverVersion)
    {
        QmpReadContext context = new()
        {
            Subject = $"the event {message.EventName}",
            SchemaVersion = _bindings.SchemaVersion,
            ServerVersion = serverVersion,
            Timestamp = message.Timestamp,
            Logger = _logger,
        };
        QmpProtocolException? problem = null;
        try
        {
            QmpReader reader = new(message.Data.IsEmpty ? "{}"u8 : message.Data.Span, context);
            if (_bindings.ReadEvent(message.EventName, ref reader) is { } known)
            {
                return known;
            }
        }
        catch (Exception e)
        {
            problem =
                e as QmpProtocolException
                ?? new QmpProtocolException($"The event {message.EventName} could not be read: {e.Message}", e);
            LogUnreadable(message.EventName, problem);
        }

        return new QmpUnknownEvent(message.EventName, context)
        {
            Data = message.Data.IsEmpty ? null : new QmpValue(JsonElement.Parse(message.Data.Span, s_documentOptions)),
            Problem = problem,
        };
    }

    [LoggerMessage(30, LogLevel.Warning, "The event {Event} does not have the form that the bindings know.")]
    private partial void LogUnreadable(string @event, Exception problem);
}
