using Microsoft.Extensions.Logging;

namespace QmpGen;

/// <summary>
/// Hands entries to the user's logger from a thread of the pool: one that blocks must not stop the reader loop, and one
/// that fails must not
/// leave a call without its end.
/// </summary>
internal sealed partial class QmpLogger(ILogger logger) : ILogger
{
    // A logger that does not return must not make a peer's oddities fill the memory. What is told of every call leaves
    // room for warnings.
    private const int Capacity = 2048;
    private const int CapacityOfCalls = Capacity / 2;

    private readonly HandOver _entries = new();
    private int _lost;

    /// <summary>Whether the user's logger takes what is told of every call. To be asked on the user's own
    /// thread.</summary>
    public bool TakesCalls
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

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <summary>The user's logger is asked where the entry is handed over.</summary>
    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        if (_entries.Count >= (logLevel < LogLevel.Information ? CapacityOfCalls : Capacity))
        {
            Interlocked.Increment(ref _lost);
            return;
        }

        _entries.Post(() =>
        {
            if (Interlocked.Exchange(ref _lost, 0) is > 0 and var lost)
            {
                LogLost(logger, lost);
            }

            if (logger.IsEnabled(logLevel))
            {
                logger.Log(logLevel, eventId, state, exception, formatter);
            }
        });
    }

    [LoggerMessage(40, LogLevel.Warning, "The logger is too slow: {Count} entries were lost.")]
    private static partial void LogLost(ILogger logger, int count);
}
