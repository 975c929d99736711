using Microsoft.Extensions.Logging;

namespace QmpGen;

/// <summary>Logs the first event of each kind on a connection, and then only how often it occurred.</summary>
/// <remarks>For events that a peer can cause at will. The event id is the kind. The number is logged at each power of
/// ten and at the end of the connection.</remarks>
/// <param name="logger">The logger of the client.</param>
/// <param name="endpoint">The endpoint of the client, for the log.</param>
internal sealed partial class RepeatedEventLog(ILogger logger, string endpoint) : ILogger
{
    private readonly ILogger _logger = logger;
    private readonly Lock _gate = new();
    private readonly Dictionary<int, (LogLevel Level, long Count)> _events = [];

    /// <summary>The logger for events whose number the program limits.</summary>
    public ILogger Unlimited => _logger;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => _logger.IsEnabled(logLevel);

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        long count = Count(eventId.Id, logLevel);
        if (count == 1)
        {
            _logger.Log(logLevel, eventId, state, exception, formatter);
        }
        else if (IsPowerOfTen(count))
        {
            LogRepeated(logLevel, eventId.Id, endpoint, count);
        }
    }

    /// <summary>Logs how often repeated events occurred, and counts again from zero.</summary>
    public void EndConnection()
    {
        KeyValuePair<int, (LogLevel Level, long Count)>[] events;
        lock (_gate)
        {
            events = [.. _events];
            _events.Clear();
        }

        foreach ((int id, (LogLevel level, long count)) in events)
        {
            // Powers of ten were logged when they occurred.
            if (!IsPowerOfTen(count))
            {
                LogRepeated(level, id, endpoint, count);
            }
        }
    }

    private long Count(int id, LogLevel level)
    {
        lock (_gate)
        {
            long count = _events.GetValueOrDefault(id).Count + 1;
            _events[id] = (level, count);
            return count;
        }
    }

    private static bool IsPowerOfTen(long count)
    {
        while (count % 10 == 0)
        {
            count /= 10;
        }

        return count == 1;
    }

    [LoggerMessage(
        EventId = 41,
        Message = "Event {RepeatedEventId} occurred {Count} times on the connection to {Endpoint}. "
            + "Only the first is logged in full."
    )]
    private partial void LogRepeated(LogLevel level, int repeatedEventId, string endpoint, long count);
}
