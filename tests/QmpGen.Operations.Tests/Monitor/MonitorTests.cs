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
    public async Task SendKeys_WithKnownKeys_PressesThem()
    {
        await using OperationQemu qemu = await OperationQemu.StartAsync("-M", "pc", "-m", "32", "-S");
        SendKeysOptions options = new() { HoldTime = TimeSpan.FromMilliseconds(1) };

        await qemu.Client.SendKeysAsync("ctrl-alt-f1", options);
        await qemu.Client.SendTextAsync("Az09 ~!@#$%^&*()_+{}|:\"<>?`-=[]\\;',./\t\b\e\n", options);

        await Assert.ThrowsAsync<QmpCommandException>(() => qemu.Client.SendKeysAsync("ctrl-zork"));
        await Assert.ThrowsAsync<ArgumentException>(() => qemu.Client.SendKeysAsync("ctrl--"));
        await Assert.ThrowsAsync<ArgumentException>(() => qemu.Client.SendTextAsync("ä"));
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
}
