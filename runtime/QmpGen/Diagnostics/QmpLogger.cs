using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace QmpGen;

/// <summary>
/// Hands entries to the user's logger from a thread of the pool: one that blocks must not stop the reader loop, and one that fails must not
/// leave a call without its end.
/// </summary>
internal sealed class QmpLogger(ILogger logger) : ILogger
{
    // A logger that does not return must not make a peer's oddities fill the memory.
    private const int Capacity = 1024;

    private readonly ConcurrentQueue<Action> _entries = new();
    private int _waiting;

    /// <summary>Whether the user's logger takes what is told of every call. To be asked on the user's own thread.</summary>
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

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (_entries.Count >= Capacity)
            return;

        _entries.Enqueue(() =>
        {
            if (logger.IsEnabled(logLevel))
                logger.Log(logLevel, eventId, state, exception, formatter);
        });
        if (Interlocked.Increment(ref _waiting) == 1)
            ThreadPool.UnsafeQueueUserWorkItem(static self => self.HandOver(), this, preferLocal: false);
    }

    private void HandOver()
    {
        do
        {
            try
            {
                if (_entries.TryDequeue(out Action? entry))
                    entry();
            }
            catch (Exception)
            {
                // There is nobody else to tell.
            }
        }
        while (Interlocked.Decrement(ref _waiting) > 0);
    }
}
