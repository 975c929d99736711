using System.Text;
using Microsoft.Extensions.Logging;
using QmpGen.CodeGeneration;

namespace QmpGen;

/// <summary>The events of a client.</summary>
/// <remarks>
/// <para>Each subscriber receives every event of its type, in the order in which QEMU sent them. All members are
/// thread-safe.</para>
/// <para>QEMU sends the event that a command causes before the command's response. Subscribe before sending the
/// command; after the response, the event has been received.</para>
/// <para>QEMU limits some events to one per second and then sends only the latest. It does not keep events for clients
/// that are not connected.</para>
/// </remarks>
public sealed partial class QmpEvents
{
    private readonly Lock _gate = new();

    // The receive loop of a connection that was closed can still run when the next connection receives.
    private readonly Lock _delivery = new();
    private readonly QmpEventReader _readEvent;
    private readonly string _schemaVersion;
    private readonly EventBufferLimits _limits;
    private readonly string _endpoint;
    private readonly RepeatedEventLog _log;
    private readonly EnumTextQuota _enumTexts;
    private readonly KnownEvents _known = new();
    private volatile EventBuffer[] _buffers = [];
    private bool _hasEnded;
    private QmpException? _cause;

    internal QmpEvents(
        QmpEventReader readEvent,
        string schemaVersion,
        EventBufferLimits limits,
        string endpoint,
        RepeatedEventLog log,
        EnumTextQuota enumTexts
    )
    {
        _readEvent = readEvent;
        _schemaVersion = schemaVersion;
        _limits = limits;
        _endpoint = endpoint;
        _log = log;
        _enumTexts = enumTexts;
    }

    /// <summary>Subscribes to all events, typed if the schema defines them.</summary>
    /// <param name="cancellationToken">A token that stops the enumeration.</param>
    /// <returns>The events from this call on.</returns>
    /// <remarks>The same as <see cref="QmpClient.Subscribe{TEvent}"/> for <see cref="QmpEvent"/>. Events that the
    /// schema does not define are received as <see cref="QmpUnknownEvent"/>.</remarks>
    public QmpSubscription<QmpEvent> ReadAllAsync(CancellationToken cancellationToken = default) =>
        Subscribe<QmpEvent>(filter: null, cancellationToken);

    internal QmpSubscription<TEvent> Subscribe<TEvent>(Func<TEvent, bool>? filter, CancellationToken cancellationToken)
        where TEvent : QmpEvent => new(CreateBuffer<TEvent>(), filter, cancellationToken);

    internal QmpExpectation<TEvent> Expect<TEvent>(Func<TEvent, bool>? predicate)
        where TEvent : QmpEvent => new(CreateBuffer<TEvent>(), predicate);

    internal void Remove(EventBuffer buffer)
    {
        lock (_gate)
        {
            _buffers = [.. _buffers.Where(other => other != buffer)];
            _rawSubscribers = [.. _rawSubscribers.Where(other => other.Buffer != buffer)];
        }
    }

    /// <summary>Passes an event to the subscribers of its type, which receive it at <see cref="Deliver"/>.</summary>
    /// <remarks>An event is read only if a subscriber accepts its type, which is known after the first event of that
    /// name. All subscribers share one instance.</remarks>
    /// <param name="received">The event.</param>
    /// <param name="peer">QEMU and its version, for messages.</param>
    internal void Publish(ReceivedEvent received, string peer)
    {
        if (_buffers.Length > 0 || _rawSubscribers.Length > 0)
        {
            lock (_delivery)
            {
                PublishToSubscribers(received, peer);
            }
        }
    }

    private void PublishToSubscribers(ReceivedEvent received, string peer)
    {
        if (_rawSubscribers.Length > 0)
        {
            PublishRaw(received, peer);
        }

        EventBuffer[] buffers = _buffers;
        if (buffers.Length == 0)
        {
            return;
        }

        // A subscriber to unknown events also receives known events that cannot be read.
        bool isKnown = _known.TryGet(received.Name, out KnownEvent? known);
        if (isKnown && !Accepts(buffers, known!.Type) && !Accepts(buffers, typeof(QmpUnknownEvent)))
        {
            return;
        }

        string wireName = known?.Name ?? Encoding.UTF8.GetString(received.Name);
        QmpReadContext context = known?.Context is { } last && last.Peer == peer ? last : CreateContext(wireName, peer);
        context.Timestamp = received.Time.ToDateTimeOffset();
        QmpEvent parsed = Parse(received.Data, wireName, context);
        if (context != known?.Context && parsed is not QmpUnknownEvent)
        {
            _known.Add(wireName, parsed.GetType(), context);
        }

        foreach (EventBuffer buffer in buffers)
        {
            buffer.Offer(parsed, received.Name.Length + received.Data.Length);
        }
    }

    /// <summary>Delivers the published events, without blocking.</summary>
    internal void Deliver()
    {
        if (_buffers.Length == 0 && _rawSubscribers.Length == 0)
        {
            return;
        }

        lock (_delivery)
        {
            foreach (EventBuffer buffer in _buffers)
            {
                buffer.Deliver();
            }

            foreach (RawEventSubscriber subscriber in _rawSubscribers)
            {
                subscriber.Buffer.Deliver();
            }
        }
    }

    /// <summary>Notifies all subscribers that the connection was lost and the client reconnects.</summary>
    internal void Interrupt(QmpException cause)
    {
        QmpInterruptedEvent interrupted = new(cause);
        lock (_delivery)
        {
            foreach (EventBuffer buffer in AllBuffers())
            {
                buffer.Interrupt(interrupted);
            }
        }
    }

    /// <summary>Ends all subscriptions, including later ones.</summary>
    internal void End(QmpException? cause)
    {
        EventBuffer[] buffers;
        lock (_gate)
        {
            _hasEnded = true;
            _cause = cause;
            buffers = AllBuffers();
            _buffers = [];
            _rawSubscribers = [];
        }

        foreach (EventBuffer buffer in buffers)
        {
            buffer.End(cause);
        }
    }

    private EventBuffer CreateBuffer<TEvent>()
        where TEvent : QmpEvent => CreateBuffer<TEvent>(buffer => _buffers = [.. _buffers, buffer]);

    private EventBuffer CreateBuffer<TEvent>(Action<EventBuffer> add)
        where TEvent : QmpEvent
    {
        EventBuffer buffer = new(this, typeof(TEvent), _limits, _endpoint, _log.Unlimited);
        bool hasEnded;
        lock (_gate)
        {
            hasEnded = _hasEnded;
            if (!hasEnded)
            {
                add(buffer);
            }
        }

        if (hasEnded)
        {
            buffer.End(_cause);
        }

        return buffer;
    }

    private EventBuffer[] AllBuffers() => [.. _buffers, .. _rawSubscribers.Select(subscriber => subscriber.Buffer)];

    private static bool Accepts(EventBuffer[] buffers, Type type)
    {
        foreach (EventBuffer buffer in buffers)
        {
            if (buffer.Accepts(type))
            {
                return true;
            }
        }

        return false;
    }

    private QmpReadContext CreateContext(string wireName, string peer) =>
        new()
        {
            EventName = wireName,
            SchemaVersion = _schemaVersion,
            Peer = peer,
            EnumTexts = _enumTexts,
        };

    private QmpEvent Parse(ReadOnlySpan<byte> data, string wireName, QmpReadContext context)
    {
        QmpProtocolException? problem = null;
        try
        {
            QmpReader reader = new(data.IsEmpty ? "{}"u8 : data, context);
            if (_readEvent(wireName, ref reader) is { } known)
            {
                return known;
            }
        }
        catch (Exception e)
        {
            problem = OnInvalid(e, context);
        }

        return new QmpUnknownEvent(wireName, context)
        {
            Data = ReadData(data, context, ref problem),
            Problem = problem,
        };
    }

    /// <summary>Reads the data of an event without its schema, or returns null if there is none.</summary>
    private QmpValue? ReadData(ReadOnlySpan<byte> data, QmpReadContext context, ref QmpProtocolException? problem)
    {
        try
        {
            return data.IsEmpty ? null : new QmpReader(data, context).ReadAny();
        }
        catch (QmpProtocolException e)
        {
            problem ??= OnInvalid(e, context);
            return null;
        }
    }

    private QmpProtocolException OnInvalid(Exception failure, QmpReadContext context)
    {
        QmpProtocolException problem =
            failure as QmpProtocolException
            ?? new QmpProtocolException($"Cannot read {context.Subject}: {failure.Message}", failure);
        LogInvalid(PeerText.Shorten(context.EventName!), _endpoint, PeerText.Shorten(problem.Message));
        return problem;
    }

    [LoggerMessage(30, LogLevel.Warning, "The event {Event} from {Endpoint} does not match the schema: {Problem}")]
    private partial void LogInvalid(string @event, string endpoint, string problem);
}
