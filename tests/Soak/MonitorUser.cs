using Qemu;
using QmpGen.Tests;

namespace QmpGen.Soak;

/// <summary>Uses one monitor: connects, makes concurrent calls, reads events, disconnects and starts again.</summary>
internal sealed class MonitorUser(string socket, CallCounter calls, SoakFindings findings, int seed)
{
    private const int WorkerCount = 3;

    private static readonly QmpReconnectPolicy s_reconnect = new()
    {
        FirstDelay = TimeSpan.FromMilliseconds(20),
        MaxDelay = TimeSpan.FromMilliseconds(500),
    };

    private readonly Random _random = new(seed);
    private int _call;

    /// <summary>The number of connections.</summary>
    public int ConnectionCount { get; private set; }

    /// <summary>The number of failures to connect, because the machine was not running.</summary>
    public int ConnectFailureCount { get; private set; }

    /// <summary>The number of calls that failed because QEMU misread the request.</summary>
    public int MisreadCount { get; private set; }

    /// <summary>The number of events.</summary>
    public int EventCount { get; private set; }

    /// <summary>Runs until the token is canceled.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        QmpEndpoint endpoint = QmpEndpoint.Create(
            $"unix:{socket}",
            async token => new RequestCheckingStream(await RelayStream.ConnectAsync(socket, token), findings)
        );
        while (!stop.IsCancellationRequested)
        {
            QmpClientOptions options = new()
            {
                ConnectTimeout = TimeSpan.FromSeconds(5),
                CallTimeout = TimeSpan.FromSeconds(10),
                Reconnect = _random.Next(2) == 0 ? s_reconnect : null,
            };
            try
            {
                await UseAsync(
                    await QemuClient.ConnectAsync(endpoint, options).WaitAsync(SoakFindings.HangTimeout),
                    stop
                );
            }
            catch (QmpException)
            {
                ConnectFailureCount++;
                await Task.Delay(_random.Next(10, 200));
            }
        }
    }

    private async Task UseAsync(QemuClient vm, CancellationToken stop)
    {
        ConnectionCount++;
        findings.Track(vm);
        using CancellationTokenSource session = CancellationTokenSource.CreateLinkedTokenSource(stop);
        session.CancelAfter(_random.Next(500, 15_000));
        Task reading = ReadEventsAsync(vm, slow: _random.Next(4) == 0);
        Task[] workers =
        [
            .. Enumerable
                .Range(0, WorkerCount)
                .Select(_ => ExecuteCallsAsync(vm, new Random(_random.Next()), session.Token)),
        ];
        await Task.Delay(Timeout.Infinite, session.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await vm.DisposeAsync().AsTask().WaitAsync(SoakFindings.HangTimeout);
        await Task.WhenAll(workers);
        await reading.WaitAsync(SoakFindings.HangTimeout);
    }

    /// <summary>Reads events until the client ends. A slow reader loses events.</summary>
    private async Task ReadEventsAsync(QemuClient vm, bool slow)
    {
        try
        {
            await foreach (QmpEvent _ in vm.Events.ReadAllAsync())
            {
                EventCount++;
                if (slow && !vm.Closed.IsCompleted)
                {
                    await Task.Delay(50);
                }
            }
        }
        catch (QmpException)
        {
            // The end of the connection ends its subscriptions.
        }
    }

    private async Task ExecuteCallsAsync(QemuClient vm, Random random, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested && !vm.Closed.IsCompleted)
        {
            // While the client reconnects, calls fail at once. Without a delay there would be millions of them.
            if (vm.State == QmpConnectionState.Reconnecting)
            {
                await Task.Delay(random.Next(50));
            }

            await CallAsync(vm, random);
            await Task.Delay(random.Next(20));
        }
    }

    private async Task CallAsync(QemuClient vm, Random random)
    {
        using CancellationTokenSource cancel = new();
        calls.Start();
        try
        {
            Task call = StartCall(vm, random, cancel);
            await call.WaitAsync(SoakFindings.HangTimeout);
            calls.End(CallOutcome.Succeeded);
        }
        catch (QmpCommandException)
        {
            calls.End(CallOutcome.Rejected);
        }
        catch (QmpProtocolException e) when (IsMisread(e.Message))
        {
            MisreadCount++;
            calls.End(CallOutcome.Failed);
        }
        catch (QmpTimeoutException)
        {
            calls.End(CallOutcome.TimedOut);
        }
        catch (QmpConnectionException)
        {
            calls.End(CallOutcome.Failed);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            calls.End(CallOutcome.Canceled);
        }
        catch (Exception e)
        {
            findings.Add(e is TimeoutException ? "A call hangs." : $"A call threw {e}");
        }
    }

    /// <summary>Whether QEMU reports invalid JSON, which it does about once in a million calls.</summary>
    /// <remarks>When a client disconnects from QEMU 7.2 and another connects, a race of two threads can reset the
    /// parser in the middle of a request.</remarks>
    private static bool IsMisread(string text) =>
        text.Contains("QMP input must be a JSON object", StringComparison.Ordinal)
        || text.Contains("JSON parse error", StringComparison.Ordinal);

    private Task StartCall(QemuClient vm, Random random, CancellationTokenSource cancel)
    {
        switch (random.Next(200))
        {
            case 0:
                return vm.ExecuteRawAsync("query-qmp-schema");
            case < 20:
                return vm.StopAsync();
            case < 40:
                return vm.ContAsync();
            case < 70:
                return vm.OutOfBandEnabled ? vm.QueryYankAsync(outOfBand: true) : vm.QueryYankAsync();
            case < 90:
                // Cancel after the start, because a call with a canceled token does not start.
                Task call = vm.QueryStatusAsync(cancel.Token);
                cancel.CancelAfter(TimeSpan.FromMilliseconds(random.Next(3)));
                return call;
            case < 110:
                return vm.ExecuteAsync(
                    new QueryNameCommand(),
                    new QmpCallOptions { Timeout = TimeSpan.FromMilliseconds(random.Next(1, 20)) }
                );
            case < 150:
                return vm.QueryStatusAsync();
            default:
                return DeleteUnknownDeviceAsync(vm, $"unknown-{Interlocked.Increment(ref _call)}");
        }
    }

    /// <summary>Makes a call whose response contains its argument, and checks it.</summary>
    private async Task DeleteUnknownDeviceAsync(QemuClient vm, string device)
    {
        try
        {
            await vm.DeviceDelAsync(device);
        }
        catch (QmpCommandException e)
            when (e.Description != $"Device '{device}' not found" && !IsMisread(e.Description))
        {
            findings.Add($"The call for {device} got the response '{e.Description}'.");
            throw;
        }
    }
}
