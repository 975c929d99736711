using Qemu;
using QmpGen.Tests;

namespace QmpGen.Soak;

/// <summary>
/// Uses one monitor: connects, makes calls of all sorts from several places at once, hears the events, leaves with
/// calls pending, and comes again.
/// </summary>
internal sealed class Caller(string socket, Account account, Findings findings, int seed)
{
    private const int Workers = 3;

    private static readonly QmpReconnectPolicy s_reconnect = new()
    {
        FirstDelay = TimeSpan.FromMilliseconds(20),
        MaxDelay = TimeSpan.FromMilliseconds(500),
    };

    private readonly Random _random = new(seed);
    private int _call;

    /// <summary>How often it connected.</summary>
    public int Connections { get; private set; }

    /// <summary>How often it could not, since the machine was not there.</summary>
    public int Refusals { get; private set; }

    /// <summary>How many calls ended since QEMU had read something else than was sent.</summary>
    public int Misreadings { get; private set; }

    /// <summary>How many events it heard.</summary>
    public int Events { get; private set; }

    /// <summary>Goes on until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        QmpEndpoint endpoint = QmpEndpoint.Create(
            $"unix:{socket}",
            async token => new WitnessedStream(await RelayStream.ConnectAsync(socket, token), findings)
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
                await UseAsync(await QemuClient.ConnectAsync(endpoint, options).WaitAsync(Findings.Hangs), stop);
            }
            catch (Exception e) when (e is QmpException)
            {
                Refusals++;
                await Task.Delay(_random.Next(10, 200));
            }
        }
    }

    private async Task UseAsync(QemuClient vm, CancellationToken stop)
    {
        Connections++;
        findings.Watch(vm);
        using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(stop);
        enough.CancelAfter(_random.Next(500, 15_000));
        Task hearing = HearAsync(vm, slow: _random.Next(4) == 0);
        Task[] workers =
        [
            .. Enumerable.Range(0, Workers).Select(_ => WorkAsync(vm, new Random(_random.Next()), enough.Token)),
        ];
        await Task.Delay(Timeout.Infinite, enough.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await vm.DisposeAsync().AsTask().WaitAsync(Findings.Hangs);
        await Task.WhenAll(workers);
        await hearing.WaitAsync(Findings.Hangs);
    }

    /// <summary>Hears events until the client ends. A slow one is behind, and loses some.</summary>
    private async Task HearAsync(QemuClient vm, bool slow)
    {
        try
        {
            await foreach (QmpEvent _ in vm.Events.ReadAllAsync())
            {
                Events++;
                if (slow && !vm.Closed.IsCompleted)
                {
                    await Task.Delay(50);
                }
            }
        }
        catch (QmpException)
        {
            // The cause of the connection's end, which ends its subscriptions.
        }
    }

    private async Task WorkAsync(QemuClient vm, Random random, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested && !vm.Closed.IsCompleted)
        {
            // With a connection that is being made again calls fail at once, and there would be millions of them.
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
        account.Send();
        try
        {
            Task call = Begin(vm, random, cancel);
            await call.WaitAsync(Findings.Hangs);
            account.End(Outcome.Answered);
        }
        catch (QmpCommandException)
        {
            account.End(Outcome.Refused);
        }
        catch (QmpProtocolException e) when (IsMisread(e.Message))
        {
            Misreadings++;
            account.End(Outcome.Failed);
        }
        catch (QmpTimeoutException)
        {
            account.End(Outcome.TimedOut);
        }
        catch (QmpConnectionException)
        {
            account.End(Outcome.Failed);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            account.End(Outcome.Cancelled);
        }
        catch (Exception e)
        {
            findings.Add(e is TimeoutException ? "A call hangs." : $"A call threw {e}");
        }
    }

    /// <summary>
    /// Whether QEMU complains of what it has read. It does once in a million calls: when one client has left a monitor
    /// of 7.2 and another came, its two threads may
    /// start the parser anew in the midst of a request.
    /// </summary>
    private static bool IsMisread(string text) =>
        text.Contains("QMP input must be a JSON object", StringComparison.Ordinal)
        || text.Contains("JSON parse error", StringComparison.Ordinal);

    private Task Begin(QemuClient vm, Random random, CancellationTokenSource cancel)
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
                // Not before it has begun: a call whose token is cancelled already is none.
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
                return DeleteNobodyAsync(vm, $"nobody-{Interlocked.Increment(ref _call)}");
        }
    }

    /// <summary>An answer that tells whose it is.</summary>
    private async Task DeleteNobodyAsync(QemuClient vm, string device)
    {
        try
        {
            await vm.DeviceDelAsync(device);
        }
        catch (QmpCommandException e)
            when (e.Description != $"Device '{device}' not found" && !IsMisread(e.Description))
        {
            findings.Add($"The call for {device} was answered '{e.Description}'.");
            throw;
        }
    }
}
