using System.Diagnostics.Metrics;

namespace QmpGen.Soak;

/// <summary>Counts every call twice: as its caller sees it, and as the library's metrics report it.</summary>
internal sealed class CallCounter : IDisposable
{
    private readonly long[] _ended = new long[Enum.GetValues<CallOutcome>().Length];
    private readonly long[] _measured = new long[Enum.GetValues<CallOutcome>().Length];
    private readonly MeterListener _listener = new();
    private long _startedCount;
    private long _pendingCount;

    public CallCounter()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "QmpGen" && !instrument.IsObservable)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((_, _, tags, _) => CountMeasurement(tags));
        _listener.SetMeasurementEventCallback<long>((_, change, _, _) => Interlocked.Add(ref _pendingCount, change));
        _listener.Start();
    }

    /// <summary>The number of calls that were started.</summary>
    public long StartedCount => Interlocked.Read(ref _startedCount);

    /// <summary>The differences between the counts. Empty if each call has ended and every outcome occurred.</summary>
    public IEnumerable<string> Imbalances
    {
        get
        {
            if (StartedCount != _ended.Sum())
            {
                yield return $"{StartedCount} calls were started, but {_ended.Sum()} ended.";
            }

            if (!_ended.SequenceEqual(_measured))
            {
                yield return $"The callers counted {Print(_ended)}, but the metrics count {Print(_measured)}.";
            }

            if (Interlocked.Read(ref _pendingCount) != 0)
            {
                yield return $"The metrics count {_pendingCount} pending calls.";
            }

            foreach (CallOutcome outcome in Enum.GetValues<CallOutcome>().Where(outcome => _ended[(int)outcome] == 0))
            {
                yield return $"No call has the outcome '{PrintName(outcome)}'.";
            }
        }
    }

    public void Start() => Interlocked.Increment(ref _startedCount);

    public void End(CallOutcome outcome) => Interlocked.Increment(ref _ended[(int)outcome]);

    public override string ToString() => $"{StartedCount} calls = {Print(_ended)}";

    public void Dispose() => _listener.Dispose();

    private void CountMeasurement(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach ((string key, object? value) in tags)
        {
            // The library sends the negotiation itself, and SoakMachine sends quit.
            if (key == "rpc.method" && value is "qmp_capabilities" or "quit")
            {
                return;
            }
        }

        Interlocked.Increment(ref _measured[(int)GetOutcome(tags)]);
    }

    private static string Print(long[] counts) =>
        string.Join(" + ", counts.Select((count, outcome) => $"{count} {PrintName((CallOutcome)outcome)}"));

    private static string PrintName(CallOutcome outcome) => $"{outcome}".ToLowerInvariant();

    private static CallOutcome GetOutcome(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string? error = null;
        foreach ((string key, object? value) in tags)
        {
            if (key == "rpc.response.status_code")
            {
                return CallOutcome.Rejected;
            }

            if (key == "error.type")
            {
                error = (string)value!;
            }
        }

        return error switch
        {
            null => CallOutcome.Succeeded,
            _ when error == typeof(QmpTimeoutException).FullName => CallOutcome.TimedOut,
            _ when error == typeof(OperationCanceledException).FullName
                    || error == typeof(TaskCanceledException).FullName => CallOutcome.Canceled,
            _ => CallOutcome.Failed,
        };
    }
}
