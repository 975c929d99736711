using System.Diagnostics;

namespace QmpGen.Operations.Tests;

/// <summary>HMP, keys and run states of a real QEMU.</summary>
public sealed class MonitorTests
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(20);

    [QemuFact]
    public async Task Hmp_WithKnownCommand_ReturnsItsLines()
    {
        await using OperationQemu qemu = await OperationQemu.StartAsync();

        Assert.StartsWith("VM status: ", await qemu.Client.HmpAsync("info status"), StringComparison.Ordinal);
        Assert.DoesNotContain("\r", await qemu.Client.HmpAsync("info version"), StringComparison.Ordinal);
    }

    [QemuFact]
    public async Task Hmp_WithUnknownCommand_ThrowsWithItsName()
    {
        await using OperationQemu qemu = await OperationQemu.StartAsync();

        foreach (string line in new[] { "foo 1", "info foo" })
        {
            QmpNotSupportedException e = await Assert.ThrowsAsync<QmpNotSupportedException>(() =>
                qemu.Client.HmpAsync(line)
            );
            Assert.Contains($"'{line}'", e.Message, StringComparison.Ordinal);
        }
    }

    [QemuFact]
    public async Task Hmp_WithOutputThatIsAnError_Throws()
    {
        await using OperationQemu qemu = await OperationQemu.StartAsync();

        foreach (string line in new[] { "device_del none", "pmemsave 0", "sendkey none" })
        {
            QmpCommandException e = await Assert.ThrowsAsync<QmpCommandException>(() => qemu.Client.HmpAsync(line));
            Assert.StartsWith($"'{line}': ", e.Description, StringComparison.Ordinal);
        }
    }

    [QemuFact]
    public async Task SendKeys_WithKnownKeys_PressesAndReleasesThem()
    {
        string log = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.log");
        string[] trace = ["-trace", "input_event_key_qcode", "-D", log];
        await using OperationQemu qemu = await OperationQemu.StartAsync(["-M", "pc", "-m", "32", .. trace]);
        SendKeysOptions options = new() { HoldTime = TimeSpan.FromMilliseconds(1) };

        await qemu.Client.SendKeysAsync("ctrl-alt-f1", options);
        await qemu.Client.SendTextAsync("Az09 ~!@#$%^&*()_+{}|:\"<>?`-=[]\\;',./\t\b\e\n", options);

        await Assert.ThrowsAsync<QmpCommandException>(() => qemu.Client.SendKeysAsync("ctrl-zork"));
        await Assert.ThrowsAsync<ArgumentException>(() => qemu.Client.SendKeysAsync("ctrl--"));
        await Assert.ThrowsAsync<ArgumentException>(() => qemu.Client.SendTextAsync("ä"));
        List<string> events = await ReadKeysAsync(log, last: "ret, down 0");
        Assert.Equal(["ctrl, down 1", "alt, down 1", "f1, down 1"], events.Take(3));
        Assert.Contains("shift, down 1", events);
        Assert.Equal(events.Count(key => key.Contains("down 1")), events.Count(key => key.Contains("down 0")));
        File.Delete(log);
    }

    [Fact]
    public async Task SendText_WithSeveralChords_WaitsUntilEachIsReleased()
    {
        await using QmpTestServer server = OperationServer.Start();
        server.On("send-key", _ => null);
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);
        Stopwatch watch = Stopwatch.StartNew();

        await client.SendTextAsync("Aa", new SendKeysOptions { HoldTime = TimeSpan.FromMilliseconds(50) });

        // Six presses and releases. A timer can end a little early.
        Assert.True(watch.ElapsedMilliseconds >= 280, $"It waited only {watch.ElapsedMilliseconds} ms.");
    }

    [Fact]
    public async Task WaitForRunState_WhenQueryTimesOut_RepeatsIt()
    {
        await using QmpTestServer server = OperationServer.Start();
        server.On(
            "query-status",
            _ => QmpValue.Parse("""{"running": true, "singlestep": false, "status": "running"}""")
        );
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);
        using QmpTestHold held = server.Hold("query-status");
        OperationOptions options = new() { QueryTimeout = TimeSpan.FromMilliseconds(50) };
        Task waiting = client.WaitForRunStateAsync("running", s_timeout, options);
        await held.WaitForCallAsync();
        await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            client.ExecuteAsync("query-status", null, TimeSpan.FromMilliseconds(100), CancellationToken.None)
        );
        held.Release();

        await waiting;
    }

    [Fact]
    public async Task WaitForRunState_WithInvalidReply_ThrowsProtocolError()
    {
        await using QmpTestServer server = QmpTestServer.Start(
            OperationServer.ReadSchema("7.2"),
            new QmpTestServerOptions { CheckResults = false }
        );
        server.On("query-status", _ => QmpValue.Parse("{}"));
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);

        await Assert.ThrowsAsync<QmpProtocolException>(() => client.WaitForRunStateAsync("running", s_timeout));
    }

    [QemuFact]
    public async Task WaitForRunState_WhenStateChanges_Returns()
    {
        await using OperationQemu qemu = await OperationQemu.StartAsync("-M", "pc", "-m", "32", "-S");
        Task running = qemu.Client.WaitForRunStateAsync("running", s_timeout);
        await qemu.ExecuteAsync("query-version");
        Assert.False(running.IsCompleted);

        await qemu.ExecuteAsync("cont");

        await running;
        await qemu.Client.WaitForRunStateAsync("running", s_timeout);
    }

    [QemuFact]
    public async Task WaitForRunState_WhenItTimesOut_ReportsTheState()
    {
        await using OperationQemu qemu = await OperationQemu.StartAsync("-M", "pc", "-m", "32", "-S");

        QmpTimeoutException e = await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            qemu.Client.WaitForRunStateAsync("running", TimeSpan.FromMilliseconds(300))
        );

        Assert.Contains("'running' within 0.3 s. Its state is 'prelaunch'.", e.Message, StringComparison.Ordinal);
    }

    [QemuFact]
    public async Task WaitForRunState_WhenConnectionIsLost_ContinuesAfterReconnect()
    {
        await using OperationQemu qemu = await OperationQemu.StartAsync("-M", "pc", "-m", "32", "-S");
        Task running = qemu.Client.WaitForRunStateAsync("running", s_timeout);
        using QmpExpectation<QmpInterruptedEvent> lost = qemu.Client.Expect<QmpInterruptedEvent>();
        qemu.Drop();
        await lost.WaitAsync(s_timeout);
        await qemu.Client.WaitUntilConnectedAsync();
        await qemu.ExecuteAsync("cont");

        await running;
    }

    [QemuFact]
    public async Task WaitForRunState_WhenCanceled_Throws()
    {
        await using OperationQemu qemu = await OperationQemu.StartAsync();
        using CancellationTokenSource cancel = new();
        Task waiting = qemu.Client.WaitForRunStateAsync("postmigrate", s_timeout, cancellationToken: cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    /// <summary>Reads QEMU's trace of keys until it contains a key.</summary>
    private static async Task<List<string>> ReadKeysAsync(string log, string last)
    {
        using CancellationTokenSource timeout = new(s_timeout);
        while (true)
        {
            string[] lines = await File.ReadAllLinesAsync(log, timeout.Token);
            List<string> keys = [.. lines.Select(line => line.Split("key qcode ")[^1])];
            if (keys.Contains(last))
            {
                return keys;
            }

            await Task.Delay(10, timeout.Token);
        }
    }
}
