using Microsoft.Extensions.Logging;

namespace QmpGen.Tests;

/// <summary>Keeps the first warning that is logged.</summary>
internal sealed class RecordingLogger : ILogger
{
    private readonly TaskCompletionSource<string> _firstWarning = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    public Task<string> FirstWarning => _firstWarning.Task;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    ) => _firstWarning.TrySetResult(formatter(state, exception));
}
