using System.Diagnostics.Metrics;

namespace QmpGen.Soak;

/// <summary>How calls ended.</summary>
internal enum Outcome
{
    Answered,
    Refused,
    TimedOut,
    Cancelled,
    Failed,
}

/// <summary>
/// Where every call is accounted for, twice: by the callers, and by the figures that the library itself gives of its
/// calls.
/// </summary>
internal sealed class Account : IDisposable
{
    private readonly long[] _ended = new long[Enum.GetValues<Outcome>().Length];
    private readonly long[] _measured = new long[Enum.GetValues<Outcome>().Length];
    private readonly MeterListener _listener = new();
    private long _sent;
    private long _pending;

    public Account()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "QmpGen" && !instrument.IsObservable)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((_, _, tags, _) => Measure(tags));
        _listener.SetMeasurementEventCallback<long>((_, change, _, _) => Interlocked.Add(ref _pending, change));
        _listener.Start();
    }

    /// <summary>The calls that were made.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>What does not balance; nothing where calls have ended in every way, each has ended, and the library
    /// says so too.</summary>
    public IEnumerable<string> Imbalances
    {
        get
        {
            if (Sent != _ended.Sum())
            {
                yield return $"{Sent} calls were made, {_ended.Sum()} ended.";
            }

            if (!_ended.SequenceEqual(_measured))
            {
                yield return $"Callers saw {Tell(_ended)}; the library counted {Tell(_measured)}.";
            }

            if (Interlocked.Read(ref _pending) != 0)
            {
                yield return $"The library has {_pending} calls pending.";
            }

            foreach (Outcome outcome in Enum.GetValues<Outcome>().Where(outcome => _ended[(int)outcome] == 0))
            {
                yield return $"No call ended as {NameOf(outcome)}.";
            }
        }
    }

    public void Send() => Interlocked.Increment(ref _sent);

    public void End(Outcome outcome) => Interlocked.Increment(ref _ended[(int)outcome]);

    public override string ToString() => $"{Sent} calls = {Tell(_ended)}";

    public void Dispose() => _listener.Dispose();

    /// <summary>Counts a call, unless it is one that nobody here made: the negotiation of a connection, or the end of a
    /// machine.</summary>
    private void Measure(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach ((string key, object? value) in tags)
        {
            if (key == "rpc.method" && value is "qmp_capabilities" or "quit")
            {
                return;
            }
        }

        Interlocked.Increment(ref _measured[(int)OutcomeOf(tags)]);
    }

    private static string Tell(long[] counts) =>
        string.Join(" + ", counts.Select((count, outcome) => $"{count} {NameOf((Outcome)outcome)}"));

    private static string NameOf(Outcome outcome) => $"{outcome}".ToLowerInvariant();

    private static Outcome OutcomeOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string? error = null;
        foreach ((string key, object? value) in tags)
        {
            if (key == "rpc.response.status_code")
            {
                return Outcome.Refused;
            }

            if (key == "error.type")
            {
                error = (string)value!;
            }
        }

        return error switch
        {
            null => Outcome.Answered,
            _ when error == typeof(QmpTimeoutException).FullName => Outcome.TimedOut,
            _ when error == typeof(OperationCanceledException).FullName
                    || error == typeof(TaskCanceledException).FullName => Outcome.Cancelled,
            _ => Outcome.Failed,
        };
    }
}
