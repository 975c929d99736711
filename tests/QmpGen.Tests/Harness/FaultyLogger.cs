using Microsoft.Extensions.Logging;

namespace QmpGen.Tests;

/// <summary>Runs an action, which can block or throw, for each log entry.</summary>
internal sealed class FaultyLogger(Action log) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    ) => log();
}
