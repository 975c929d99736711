using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace QmpGen.Tests;

/// <summary>Records the measurements of the runtime's integer instruments.</summary>
internal sealed class MetricRecorder : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<(string Name, long Value)> _measurements = [];

    public MetricRecorder(params string[] names)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "QmpGen" && names.Contains(instrument.Name))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>(
            (instrument, value, _, _) => _measurements.Enqueue((instrument.Name, value))
        );
        _listener.Start();
    }

    /// <summary>Reads the observable instruments and returns all measurements of the named one so far.</summary>
    public long[] Read(string name)
    {
        _listener.RecordObservableInstruments();
        return [.. _measurements.Where(item => item.Name == name).Select(item => item.Value)];
    }

    public void Dispose() => _listener.Dispose();
}
