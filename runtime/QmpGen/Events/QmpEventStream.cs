using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using QmpGen.Json;

namespace QmpGen;

/// <summary>The events of one connection. Safe for use by several threads; each subscriber gets every event, in the order of its coming.</summary>
public sealed partial class QmpEventStream
{
    private static readonly JsonDocumentOptions s_documentOptions = new() { MaxDepth = WireRules.MaxReceivedDepth };

    private readonly Lock _gate = new();
    private readonly QmpBindings _bindings;
    private readonly int _buffer;
    private readonly ILogger _logger;
    private ImmutableArray<QmpEventSubscription> _subscriptions = [];
    private bool _ended;
    private QmpException? _cause;

    internal QmpEventStream(QmpBindings bindings, int buffer, ILogger logger)
    {
        _bindings = bindings;
        _buffer = buffer;
        _logger = logger;
    }

    /// <summary>Subscribes, at the call and not at the first event that is asked for: what comes in between is kept.</summary>
    /// <param name="cancellationToken">Ends the enumeration with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The events from now on. Leaving an <c>await foreach</c> over it ends the subscription; so does disposing it.</returns>
    /// <remarks>
    /// A subscriber that is more than <see cref="QmpClientOptions.EventBuffer"/> events behind loses the oldest;
    /// <see cref="QmpEventSubscription.Dropped"/> tells how many. The enumeration ends when the client is disposed, and throws a
    /// <see cref="QmpConnectionException"/> (or <see cref="QmpProtocolException"/>) when the connection ended otherwise. QEMU limits some events to
    /// one a second, of which the last one wins, and forgets what happens while nobody is connected.
    /// </remarks>
    public QmpEventSubscription ReadAllAsync(CancellationToken cancellationToken = default) => Subscribe(static _ => true, cancellationToken);

    /// <summary>Subscribes to some events.</summary>
    /// <param name="wanted">Tells which. Runs on the reader loop, so it is never the user's.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    internal QmpEventSubscription Subscribe(Func<QmpEvent, bool> wanted, CancellationToken cancellationToken)
    {
        QmpEventSubscription subscription = new(this, wanted, _buffer, _logger, cancellationToken);
        bool ended;
        lock (_gate)
        {
            ended = _ended;
            if (!ended)
                _subscriptions = _subscriptions.Add(subscription);
        }

        if (ended)
            subscription.End(_cause);

        return subscription;
    }

    internal void Unsubscribe(QmpEventSubscription subscription)
    {
        lock (_gate)
        {
            _subscriptions = _subscriptions.Remove(subscription);
        }
    }

    /// <summary>Reads an event, if there is anybody for it, and hands it on. Never waits.</summary>
    internal void Publish(QmpMessage message, string serverVersion)
    {
        ImmutableArray<QmpEventSubscription> subscriptions = Snapshot();
        if (subscriptions.IsEmpty)
            return;

        QmpEvent read = Read(message, serverVersion);
        foreach (QmpEventSubscription subscription in subscriptions)
            subscription.Offer(read);
    }

    /// <summary>Tells every subscription that the connection was lost and is being made again.</summary>
    internal void Interrupt(QmpException cause) => _ = Snapshot().Length + cause.Message.Length;

    /// <summary>Ends every subscription, and those to come.</summary>
    internal void End(QmpException? cause)
    {
        ImmutableArray<QmpEventSubscription> subscriptions;
        lock (_gate)
        {
            _ended = true;
            _cause = cause;
            subscriptions = _subscriptions;
            _subscriptions = [];
        }

        foreach (QmpEventSubscription subscription in subscriptions)
            subscription.End(cause);
    }

    private ImmutableArray<QmpEventSubscription> Snapshot()
    {
        lock (_gate)
        {
            return _subscriptions;
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
                return known;
        }
        catch (Exception e)
        {
            problem = e as QmpProtocolException ?? new QmpProtocolException($"The event {message.EventName} could not be read: {e.Message}", e);
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
