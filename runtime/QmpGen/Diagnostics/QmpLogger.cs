using Microsoft.Extensions.Logging;

namespace QmpGen;

/// <summary>Passes log entries to the user's logger on the thread pool.</summary>
/// <remarks>A logger that blocks must not stop the receive loop, and one that throws must not fail a call.</remarks>
internal sealed partial class QmpLogger(ILogger logger) : ILogger
{
    // Limits memory use if the logger blocks. Half of the capacity is reserved for entries above Debug.
    private const int Capacity = 2048;
    private const int DebugCapacity = Capacity / 2;

    private readonly SerialWorkQueue _entries = new();
    private int _droppedCount;

    /// <summary>Whether the user's logger records every call.</summary>
    /// <remarks>Runs user code: read it only on a caller's thread.</remarks>
    public bool IsCallLoggingEnabled
    {
        get
        {
            try
            {
                return logger.IsEnabled(LogLevel.Debug);
            }
            catch (Exception)
            {
                return false;
            }
        }
    }

    /// <summary>Waits until the user's logger has received all entries.</summary>
    public Task DrainAsync() => _entries.DrainAsync();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <summary>Returns true, because the user's logger is checked later, on the thread pool.</summary>
    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        if (_entries.Count >= (logLevel < LogLevel.Information ? DebugCapacity : Capacity))
        {
            Interlocked.Increment(ref _droppedCount);
            return;
        }

        _entries.Enqueue(() =>
        {
            if (Interlocked.Exchange(ref _droppedCount, 0) is > 0 and var count)
            {
                LogDropped(logger, count);
            }

            if (logger.IsEnabled(logLevel))
            {
                logger.Log(logLevel, eventId, state, exception, formatter);
            }
        });
    }

    [LoggerMessage(40, LogLevel.Warning, "Dropped {Count} log entries because the logger is too slow.")]
    private static partial void LogDropped(ILogger logger, int count);
}
