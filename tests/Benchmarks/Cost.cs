using System.Diagnostics;

namespace QmpGen.Benchmarks;

/// <summary>The cost of one operation in this process.</summary>
/// <param name="Wall">The time, in microseconds.</param>
/// <param name="Cpu">The CPU time of all threads, in microseconds.</param>
/// <param name="Bytes">The allocated bytes, or the bytes of live objects.</param>
internal readonly record struct Cost(double Wall, double Cpu, double Bytes)
{
    /// <summary>Measures several operations.</summary>
    public static async Task<Cost> MeasureAsync(int operationCount, Func<Task> run)
    {
        long bytes = GC.GetTotalAllocatedBytes(precise: true);
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        await run();
        return new Cost(
            Stopwatch.GetElapsedTime(start).TotalMicroseconds / operationCount,
            (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / operationCount,
            (double)(GC.GetTotalAllocatedBytes(precise: true) - bytes) / operationCount
        );
    }

    /// <summary>Opens connections, calls once on each, and measures the live objects of a connection.</summary>
    public static async Task<Cost> MeasureIdleAsync(MeasuredClient client, string path, int connectionCount)
    {
        List<IMeasuredConnection> connections = [];
        long before = await GetHeapBytesAsync();
        Cost cost = await MeasureAsync(
            connectionCount,
            async () =>
            {
                for (int i = 0; i < connectionCount; i++)
                {
                    connections.Add(await client.ConnectAsync(path));
                    await connections[^1].CallAsync();
                }
            }
        );
        long after = await GetHeapBytesAsync();
        await DisposeAllAsync(connections);
        return cost with { Bytes = (double)(after - before) / connectionCount };
    }

    /// <summary>Calls on many connections at once, and measures one call.</summary>
    /// <returns>The cost of a call; its bytes are the live objects of a connection after the calls.</returns>
    public static async Task<Cost> MeasureBusyAsync(
        MeasuredClient client,
        string path,
        int connectionCount,
        int callsPerConnection
    )
    {
        List<IMeasuredConnection> connections = [];
        long before = await GetHeapBytesAsync();
        for (int i = 0; i < connectionCount; i++)
        {
            connections.Add(await client.ConnectAsync(path));
        }

        Cost cost = await MeasureAsync(
            connectionCount * callsPerConnection,
            () => Task.WhenAll(connections.Select(connection => RepeatAsync(callsPerConnection, connection.CallAsync)))
        );
        long after = await GetHeapBytesAsync();
        await DisposeAllAsync(connections);
        return cost with { Bytes = (double)(after - before) / connectionCount };
    }

    /// <summary>Runs an operation repeatedly.</summary>
    public static async Task RepeatAsync(int count, Func<Task> run)
    {
        for (int i = 0; i < count; i++)
        {
            await run();
        }
    }

    /// <summary>Returns the median.</summary>
    public static double GetMedian(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private static async Task<long> GetHeapBytesAsync()
    {
        // Sockets of earlier measurements are released in the background.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        await Task.Delay(50);
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static async Task DisposeAllAsync(List<IMeasuredConnection> connections)
    {
        foreach (IMeasuredConnection connection in connections)
        {
            await connection.DisposeAsync();
        }
    }
}
