using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace QmpGen.Testing.Tests;

/// <summary>What counts the handles, threads and timers of the whole process runs while no other test does.</summary>
[CollectionDefinition(nameof(LeakTests), DisableParallelization = true)]
public sealed class AloneInTheProcess;

/// <summary>500 connections, opened and closed one after another, leave nothing behind.</summary>
[Collection(nameof(LeakTests))]
public sealed class LeakTests
{
    private const int Connections = 500;

    // Of the pool's threads, and of handles and timers that are the runtime's own, there may be a few more or less. A
    // leak has one for each connection.
    private const int Slack = 20;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    [QemuFact]
    public async Task Against_a_real_QEMU()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await AssertLeavesNothingAsync(
            async (_, clients) =>
            {
                await using QmpClient client = await QmpClient.ConnectAsync(qemu.Endpoint).WaitAsync(s_limit);
                clients.Add(new WeakReference(client));
                await client.ExecuteRawAsync("query-status").WaitAsync(s_limit);
            }
        );
        Assert.Equal(["qmp"], Directory.GetFileSystemEntries(qemu.Directory).Select(Path.GetFileName));
    }

    [Fact]
    public async Task However_a_connection_ends()
    {
        await using QmpTestServer server = QmpTestServer.Start(Dump.Qemu72);
        using Gate gate = new(server);
        server.On(
            "cont",
            async (_, ct) =>
            {
                await Task.Delay(Timeout.Infinite, ct);
                return null;
            }
        );
        await AssertLeavesNothingAsync(
            (i, clients) =>
                (i % 5) switch
                {
                    0 => CloseAsync(server, clients),
                    1 => CloseWithCallsPendingAsync(server, clients),
                    2 => LoseAsync(server, clients),
                    3 => GiveUpAsync(server),
                    _ => FindNobodyAsync(server),
                }
        );
    }

    private static async Task CloseAsync(QmpTestServer server, List<WeakReference> clients)
    {
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint).WaitAsync(s_limit);
        clients.Add(new WeakReference(client));
        await client.ExecuteRawAsync("query-name").WaitAsync(s_limit);
    }

    /// <summary>Calls, an expectation and a subscription that nobody gives up.</summary>
    private static async Task CloseWithCallsPendingAsync(QmpTestServer server, List<WeakReference> clients)
    {
        QmpClient client = await QmpClient
            .ConnectAsync(server.Endpoint, new() { CallTimeout = TimeSpan.FromHours(1) })
            .WaitAsync(s_limit);
        clients.Add(new WeakReference(client));
        using CancellationTokenSource cancel = new();
        _ = client.Expect<QmpUnknownEvent>();
        _ = client.Events.ReadAllAsync(cancel.Token);
        Task[] calls =
        [
            .. Enumerable.Range(0, 12).Select(_ => client.ExecuteRawAsync("cont", cancellationToken: cancel.Token)),
        ];
        await client.ExecuteRawOutOfBandAsync("query-yank").WaitAsync(s_limit);
        await client.DisposeAsync().AsTask().WaitAsync(s_limit);
        foreach (Task call in calls)
        {
            await Assert.ThrowsAsync<QmpConnectionException>(() => call.WaitAsync(s_limit));
        }
    }

    /// <summary>The server's end goes first, and the client is never disposed.</summary>
    private static async Task LoseAsync(QmpTestServer server, List<WeakReference> clients)
    {
        Stream stream = server.Connect();
        QmpClient client = await QmpClient.ConnectAsync(stream).WaitAsync(s_limit);
        clients.Add(new WeakReference(client));
        Task call = client.ExecuteRawAsync("cont");
        await client.ExecuteRawOutOfBandAsync("query-yank").WaitAsync(s_limit);
        await stream.DisposeAsync();
        await Assert.ThrowsAsync<QmpConnectionException>(() => call.WaitAsync(s_limit));
        await client.Closed.WaitAsync(s_limit);
    }

    /// <summary>Connecting is cancelled, at once or on its way.</summary>
    private static async Task GiveUpAsync(QmpTestServer server)
    {
        using CancellationTokenSource cancel = new();
        Task<QmpClient> connecting = QmpClient.ConnectAsync(server.Endpoint, cancellationToken: cancel.Token);
        await Task.Yield();
        await cancel.CancelAsync();
        try
        {
            await (await connecting.WaitAsync(s_limit)).DisposeAsync();
        }
        catch (OperationCanceledException) { }
    }

    private static Task FindNobodyAsync(QmpTestServer server) =>
        Assert.ThrowsAsync<QmpConnectionException>(() =>
            QmpClient.ConnectAsync($"{server.Endpoint}-not").WaitAsync(s_limit)
        );

    private static async Task AssertLeavesNothingAsync(Func<int, List<WeakReference>, Task> connect)
    {
        List<WeakReference> clients = [];
        await RunAsync(connect, 20, clients);
        await UntilAsync(() => clients.Count(client => client.IsAlive), at => at <= 2);
        clients.Clear();
        (int handles, int threads, long timers) = (Handles(), Threads(), Timer.ActiveCount);

        await RunAsync(connect, Connections, clients);
        await UntilAsync(() => clients.Count(client => client.IsAlive), alive => alive <= 2);
        await UntilAsync(Handles, now => now <= handles + Slack);
        await UntilAsync(Threads, now => now <= threads + Slack);
        await UntilAsync(() => Timer.ActiveCount, now => now <= timers + Slack);
        await UntilAsync(() => ThreadPool.PendingWorkItemCount, now => now <= Slack);
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

    /// <summary>Waits until a count is as it is to be. What a connection leaves behind may take a moment to go, and the
    /// collector to come.</summary>
    private static async Task UntilAsync<T>(
        Func<T> count,
        Func<T, bool> isRight,
        [CallerArgumentExpression(nameof(count))] string what = ""
    )
    {
        Stopwatch watch = Stopwatch.StartNew();
        for (T now = count(); !isRight(now); now = count())
        {
            Assert.True(watch.Elapsed < s_limit, $"After {Connections} connections {what} is still {now}.");
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Delay(20);
        }
    }
}
