using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace QmpGen.Testing.Tests;

/// <summary>Runs alone, because it counts the handles, threads and timers of the process.</summary>
[CollectionDefinition(nameof(ConnectionLeakTests), DisableParallelization = true)]
public sealed class ConnectionLeakTestIsolation;

/// <summary>The resources that are left after 500 connections.</summary>
[Collection(nameof(ConnectionLeakTests))]
public sealed class ConnectionLeakTests
{
    private const int Connections = 500;

    // The runtime itself opens and closes a few threads, handles and timers. A leak has one for each connection.
    private const int Tolerance = 20;

    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(20);

    [QemuFact]
    public async Task Connections_ToQemu_LeaveNoResources()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await AssertNoLeaksAsync(
            async (_, clients) =>
            {
                await using QmpClient client = await QmpClient.ConnectAsync(qemu.Endpoint).WaitAsync(s_timeout);
                clients.Add(new WeakReference(client));
                await client.ExecuteRawAsync("query-status").WaitAsync(s_timeout);
            }
        );
        Assert.Equal(["qmp"], Directory.GetFileSystemEntries(qemu.Directory).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Connections_EndedInEveryWay_LeaveNoResources()
    {
        await using QmpTestServer server = QmpTestServer.Start(SchemaDumps.Qemu72);
        using StopHold stop = new(server);
        server.On(
            "cont",
            async (_, ct) =>
            {
                await Task.Delay(Timeout.Infinite, ct);
                return null;
            }
        );
        await AssertNoLeaksAsync(
            (i, clients) =>
                (i % 5) switch
                {
                    0 => CloseAsync(server, clients),
                    1 => CloseWithCallsPendingAsync(server, clients),
                    2 => LoseConnectionAsync(server, clients),
                    3 => CancelConnectingAsync(server),
                    _ => ConnectToNothingAsync(server),
                }
        );
    }

    private static async Task CloseAsync(QmpTestServer server, List<WeakReference> clients)
    {
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint).WaitAsync(s_timeout);
        clients.Add(new WeakReference(client));
        await client.ExecuteRawAsync("query-name").WaitAsync(s_timeout);
    }

    /// <summary>Disposes a client with pending calls, an expectation and a subscription.</summary>
    private static async Task CloseWithCallsPendingAsync(QmpTestServer server, List<WeakReference> clients)
    {
        QmpClient client = await QmpClient
            .ConnectAsync(server.Endpoint, new() { CallTimeout = TimeSpan.FromHours(1) })
            .WaitAsync(s_timeout);
        clients.Add(new WeakReference(client));
        using CancellationTokenSource cancel = new();
        _ = client.Expect<QmpUnknownEvent>();
        _ = client.Events.ReadAllAsync(cancel.Token);
        Task[] calls =
        [
            .. Enumerable.Range(0, 12).Select(_ => client.ExecuteRawAsync("cont", cancellationToken: cancel.Token)),
        ];
        await client.ExecuteRawOutOfBandAsync("query-yank").WaitAsync(s_timeout);
        await client.DisposeAsync().AsTask().WaitAsync(s_timeout);
        foreach (Task call in calls)
        {
            await Assert.ThrowsAsync<QmpConnectionException>(() => call.WaitAsync(s_timeout));
        }
    }

    /// <summary>Closes the stream and does not dispose the client.</summary>
    private static async Task LoseConnectionAsync(QmpTestServer server, List<WeakReference> clients)
    {
        Stream stream = server.Connect();
        QmpClient client = await QmpClient.ConnectAsync(stream).WaitAsync(s_timeout);
        clients.Add(new WeakReference(client));
        Task call = client.ExecuteRawAsync("cont");
        await client.ExecuteRawOutOfBandAsync("query-yank").WaitAsync(s_timeout);
        await stream.DisposeAsync();
        await Assert.ThrowsAsync<QmpConnectionException>(() => call.WaitAsync(s_timeout));
        await client.Closed.WaitAsync(s_timeout);
    }

    /// <summary>Cancels connecting, before it starts or while it runs.</summary>
    private static async Task CancelConnectingAsync(QmpTestServer server)
    {
        using CancellationTokenSource cancel = new();
        Task<QmpClient> connecting = QmpClient.ConnectAsync(server.Endpoint, cancellationToken: cancel.Token);
        await Task.Yield();
        await cancel.CancelAsync();
        try
        {
            await (await connecting.WaitAsync(s_timeout)).DisposeAsync();
        }
        catch (OperationCanceledException) { }
    }

    private static Task ConnectToNothingAsync(QmpTestServer server) =>
        Assert.ThrowsAsync<QmpConnectionException>(() =>
            QmpClient.ConnectAsync($"{server.Endpoint}-not").WaitAsync(s_timeout)
        );

    private static async Task AssertNoLeaksAsync(Func<int, List<WeakReference>, Task> connect)
    {
        List<WeakReference> clients = [];
        await RunAsync(connect, 20, clients);
        await WaitForCountAsync(() => clients.Count(client => client.IsAlive), at => at <= 2);
        clients.Clear();
        (int handles, int threads, long timers) = (Handles(), Threads(), Timer.ActiveCount);

        await RunAsync(connect, Connections, clients);
        await WaitForCountAsync(() => clients.Count(client => client.IsAlive), alive => alive <= 2);
        await WaitForCountAsync(Handles, now => now <= handles + Tolerance);
        await WaitForCountAsync(Threads, now => now <= threads + Tolerance);
        await WaitForCountAsync(() => Timer.ActiveCount, now => now <= timers + Tolerance);
        await WaitForCountAsync(() => ThreadPool.PendingWorkItemCount, now => now <= Tolerance);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task RunAsync(
        Func<int, List<WeakReference>, Task> connect,
        int count,
        List<WeakReference> clients
    )
    {
        for (int i = 0; i < count; i++)
        {
            await connect(i, clients);
        }
    }

    private static int Handles()
    {
        if (OperatingSystem.IsLinux())
        {
            return Directory.GetFiles("/proc/self/fd").Length;
        }

        using Process process = Process.GetCurrentProcess();
        return process.HandleCount;
    }

    private static int Threads()
    {
        using Process process = Process.GetCurrentProcess();
        return process.Threads.Count;
    }

    /// <summary>Collects garbage until a count is right.</summary>
    private static async Task WaitForCountAsync<T>(
        Func<T> count,
        Func<T, bool> isExpected,
        [CallerArgumentExpression(nameof(count))] string what = ""
    )
    {
        Stopwatch watch = Stopwatch.StartNew();
        for (T now = count(); !isExpected(now); now = count())
        {
            Assert.True(watch.Elapsed < s_timeout, $"After {Connections} connections {what} is still {now}.");
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Delay(20);
        }
    }
}
