using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace QmpGen.Tests;

/// <summary>Records log entries so that a test can wait for them.</summary>
internal sealed class RecordingLogger : ILogger
{
    private readonly Channel<(int Id, string Text)> _entries = Channel.CreateUnbounded<(int Id, string Text)>();
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource<string> _firstWarning = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    /// <summary>The entries so far, with their levels.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>The text of the first entry at level Warning or above.</summary>
    public Task<string> FirstWarning => _firstWarning.Task;

    /// <summary>Whether a line is the start or the end of a call.</summary>
    public static bool IsAboutCall(string line) =>
        line.StartsWith("Debug: Call", StringComparison.Ordinal)
        || line.StartsWith("Debug: Completed", StringComparison.Ordinal);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        string text = formatter(state, exception);
        _lines.Enqueue($"{logLevel}: {text}");
        _entries.Writer.TryWrite((eventId.Id, text));
        if (logLevel >= LogLevel.Warning)
        {
            _firstWarning.TrySetResult(text);
        }
    }

    /// <summary>Waits for the next entry with an event id, and skips the entries before it.</summary>
    public async Task<string> NextAsync(int eventId)
    {
        while (true)
        {
            (int id, string text) = await _entries.Reader.ReadAsync().AsTask().WaitAsync(ScriptedPeer.WaitTimeout);
            if (id == eventId)
            {
                return text;
            }
        }
    }
}
