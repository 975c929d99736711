using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace QmpGen.Tests;

/// <summary>Records log entries so that a test can wait for them.</summary>
internal sealed class RecordingLogger : ILogger
{
    private readonly Channel<RecordedEntry> _entries = Channel.CreateUnbounded<RecordedEntry>();
    private readonly ConcurrentQueue<RecordedEntry> _recorded = new();
    private readonly TaskCompletionSource<string> _firstWarning = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    /// <summary>The entries so far, except those about calls.</summary>
    public IEnumerable<RecordedEntry> Entries => _recorded.Where(entry => entry.Id is not (5 or 6));

    /// <summary>The text of the first entry at level Warning or above.</summary>
    public Task<string> FirstWarning => _firstWarning.Task;

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
        RecordedEntry entry = new(
            eventId.Id,
            logLevel,
            text,
            state is IEnumerable<KeyValuePair<string, object?>> arguments ? new(arguments) : [],
            exception
        );
        _recorded.Enqueue(entry);
        _entries.Writer.TryWrite(entry);
        if (logLevel >= LogLevel.Warning)
        {
            _firstWarning.TrySetResult(text);
        }
    }

    /// <summary>Waits for the text of the next entry with an event id, and skips the entries before it.</summary>
    public async Task<string> NextAsync(int eventId) => (await NextEntryAsync(eventId)).Text;

    /// <summary>Waits for the next entry with an event id, and skips the entries before it.</summary>
    public async Task<RecordedEntry> NextEntryAsync(int eventId)
    {
        while (true)
        {
            RecordedEntry entry = await _entries.Reader.ReadAsync().AsTask().WaitAsync(ScriptedPeer.WaitTimeout);
            if (entry.Id == eventId)
            {
                return entry;
            }
        }
    }
}
