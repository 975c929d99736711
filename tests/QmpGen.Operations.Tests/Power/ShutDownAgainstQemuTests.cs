using System.Diagnostics;

namespace QmpGen.Operations.Tests;

public sealed class ShutDownAgainstQemuTests : IDisposable
{
    private static readonly string[] s_firmwareOnly = ["-M", "pc", "-nodefaults", "-display", "none", "-m", "32M"];
    private static readonly ShutDownOptions s_impatient = new() { GuestTimeout = TimeSpan.FromMilliseconds(100) };

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("qmpgen-");

    public void Dispose() => _directory.Delete(recursive: true);

    [QemuFact]
    public async Task Guest_ThatReactsToThePowerButton_EndsQemu()
    {
        await using QemuProcess qemu = StartGuest();
        await using QmpClient client = await QmpClient.ConnectAsync(qemu.Monitor);
        await BootSector.WaitUntilRunningAsync(client);

        ShutDownResult result = await client.ShutDownAsync(new ShutDownOptions { Process = qemu });

        Assert.Equal((ShutDownStep.Powerdown, ShutDownStep.Powerdown), (result.EndedBy, result.GuestShutDownBy));
        Assert.Equal(("guest-shutdown", 0), (result.Reason, result.ExitCode));
    }

    [QemuFact]
    public async Task Guest_OfQemuThatStays_IsFollowedByQuit()
    {
        await using QemuProcess qemu = StartGuest("-no-shutdown");
        await using QmpClient client = await QmpClient.ConnectAsync(qemu.Monitor);
        await BootSector.WaitUntilRunningAsync(client);

        ShutDownResult result = await client.ShutDownAsync();

        Assert.Equal((ShutDownStep.Quit, ShutDownStep.Powerdown), (result.EndedBy, result.GuestShutDownBy));
        Assert.Equal(0, await qemu.Exited.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [QemuFact]
    public async Task Guest_ThatHasShutDownBefore_IsFollowedByQuit()
    {
        await using QemuProcess qemu = StartGuest("-no-shutdown");
        await using QmpClient client = await QmpClient.ConnectAsync(qemu.Monitor);
        await BootSector.WaitUntilRunningAsync(client);
        using QmpSubscription<QmpRawEvent> stops = client.SubscribeRaw("STOP");
        await client.ExecuteRawAsync("system_powerdown");
        await foreach (QmpRawEvent _ in stops)
        {
            break;
        }

        ShutDownResult result = await client.ShutDownAsync(new ShutDownOptions { Process = qemu });

        Assert.Equal((ShutDownStep.Quit, ShutDownStep.None), (result.EndedBy, result.GuestShutDownBy));
    }

    [QemuFact]
    public async Task Guest_ThatIgnoresThePowerButton_IsFollowedByQuit()
    {
        await using QemuProcess qemu = QemuProcess.Start("qemu-system-x86_64", s_firmwareOnly);
        await using QmpClient client = await QmpClient.ConnectAsync(qemu.Monitor);

        ShutDownResult result = await client.ShutDownAsync(s_impatient with { Process = qemu });

        Assert.Equal((ShutDownStep.Quit, ShutDownStep.None), (result.EndedBy, result.GuestShutDownBy));
        Assert.Equal("host-qmp-quit", result.Reason);
    }

    [QemuFact]
    public async Task Guest_ThatIsPaused_IsFollowedByQuitAtOnce()
    {
        await using QemuProcess qemu = QemuProcess.Start("qemu-system-x86_64", [.. s_firmwareOnly, "-S"]);
        await using QmpClient client = await QmpClient.ConnectAsync(qemu.Monitor);

        ShutDownResult result = await client.ShutDownAsync();

        Assert.Equal((ShutDownStep.Quit, ShutDownStep.None), (result.EndedBy, result.GuestShutDownBy));
    }

    [QemuFact]
    public async Task Qemu_ThatDoesNotRespond_IsKilled()
    {
        await using QemuProcess qemu = QemuProcess.Start("qemu-system-x86_64", s_firmwareOnly);
        await using QmpClient client = await QmpClient.ConnectAsync(qemu.Monitor);
        await ProcessSignal.StopAsync(qemu.Id);
        ShutDownOptions options = new()
        {
            QueryTimeout = TimeSpan.FromMilliseconds(50),
            CommandTimeout = TimeSpan.FromSeconds(2),
            GuestTimeout = TimeSpan.FromMilliseconds(100),
            Process = qemu,
        };

        ShutDownResult result = await client.ShutDownAsync(options);

        Assert.Equal((ShutDownStep.Kill, 137), (result.EndedBy, result.ExitCode));
    }

    [QemuFact]
    public async Task Qemu_KilledDuringTheWait_GivesNoStep()
    {
        await using QemuProcess qemu = QemuProcess.Start("qemu-system-x86_64", s_firmwareOnly);
        await using QmpClient client = await QmpClient.ConnectAsync(qemu.Monitor);
        using QmpSubscription<QmpRawEvent> powerdowns = client.SubscribeRaw("POWERDOWN");
        Task<ShutDownResult> shutDown = client.ShutDownAsync(new ShutDownOptions { Process = qemu });
        await foreach (QmpRawEvent _ in powerdowns)
        {
            qemu.Kill();
            break;
        }

        ShutDownResult result = await shutDown;

        Assert.Equal((ShutDownStep.None, ShutDownStep.None), (result.EndedBy, result.GuestShutDownBy));
        Assert.Equal(137, result.ExitCode);
    }

    [QemuFact]
    public async Task Qemu_ThatEndsAfterTheConnection_IsNotKilled()
    {
        await using QemuProcess qemu = QemuProcess.Start("qemu-system-x86_64", s_firmwareOnly);
        QmpClient client = await QmpClient.ConnectAsync(qemu.Monitor);
        await client.DisposeAsync();
        Task<ShutDownResult> shutDown = client.ShutDownAsync(new ShutDownOptions { Process = qemu });
        using Process terminate = Process.Start("kill", ["-TERM", $"{qemu.Id}"]);

        ShutDownResult result = await shutDown;

        Assert.Equal((ShutDownStep.None, 0), (result.EndedBy, result.ExitCode));
    }

    [QemuFact]
    public async Task Qemu_KilledBefore_GivesNoStep()
    {
        await using QemuProcess qemu = QemuProcess.Start("qemu-system-x86_64", s_firmwareOnly);
        await using QmpClient client = await QmpClient.ConnectAsync(qemu.Monitor);
        qemu.Kill();
        await qemu.Exited;

        ShutDownResult result = await client.ShutDownAsync();

        Assert.Equal((ShutDownStep.None, ShutDownStep.None), (result.EndedBy, result.GuestShutDownBy));
    }

    [QemuFact]
    public async Task Client_ThatReconnects_NoticesTheEndOfQemu()
    {
        string image = Path.Combine(_directory.FullName, "boot.img");
        await using OperationQemu qemu = await OperationQemu.StartAsync(BootSector.CreateArguments(image));
        await BootSector.WaitUntilRunningAsync(qemu.Client);

        ShutDownResult result = await qemu.Client.ShutDownAsync();

        Assert.Equal((ShutDownStep.Powerdown, ShutDownStep.Powerdown), (result.EndedBy, result.GuestShutDownBy));
    }

    [QemuFact]
    public async Task Client_ThatReconnectsDuringTheWait_Continues()
    {
        await using OperationQemu qemu = await OperationQemu.StartAsync(s_firmwareOnly);
        using QmpSubscription<QmpRawEvent> powerdowns = qemu.Client.SubscribeRaw("POWERDOWN");
        Task<ShutDownResult> shutDown = qemu.Client.ShutDownAsync(
            s_impatient with
            {
                GuestTimeout = TimeSpan.FromSeconds(1),
                PollInterval = TimeSpan.FromMilliseconds(20),
            }
        );
        await foreach (QmpRawEvent _ in powerdowns)
        {
            qemu.Drop();
            break;
        }

        Assert.Equal(ShutDownStep.Quit, (await shutDown).EndedBy);
    }

    [QemuFact]
    public async Task Wait_WhenCanceled_LeavesQemu()
    {
        await using QemuProcess qemu = QemuProcess.Start("qemu-system-x86_64", s_firmwareOnly);
        await using QmpClient client = await QmpClient.ConnectAsync(qemu.Monitor);
        using CancellationTokenSource cancellation = new();
        using QmpSubscription<QmpRawEvent> powerdowns = client.SubscribeRaw("POWERDOWN");
        Task<ShutDownResult> shutDown = client.ShutDownAsync(cancellationToken: cancellation.Token);
        await foreach (QmpRawEvent _ in powerdowns)
        {
            await cancellation.CancelAsync();
            break;
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => shutDown);
        Assert.True((await client.ExecuteRawAsync("query-status"))["running"].GetBoolean());
    }

    private QemuProcess StartGuest(params string[] arguments)
    {
        string[] guest = BootSector.CreateArguments(Path.Combine(_directory.FullName, "boot.img"));
        return QemuProcess.Start("qemu-system-x86_64", [.. guest, "-nodefaults", "-display", "none", .. arguments]);
    }
}
