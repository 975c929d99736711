using System.Collections.Concurrent;

namespace QmpGen.Operations.Tests;

/// <summary>Keeps all reports, and calls a function for each of them before the operation continues.</summary>
internal sealed class ProgressRecorder<T>(Action<T>? report = null) : IProgress<T>
{
    private readonly ConcurrentQueue<T> _reports = new();

    public IReadOnlyList<T> Reports => [.. _reports];

    public void Report(T value)
    {
        _reports.Enqueue(value);
        report?.Invoke(value);
    }
}
