using System.Diagnostics;
using static QmpGen.Operations.Tests.JobCommands;

namespace QmpGen.Operations.Tests;

/// <summary>Jobs of a real QEMU that are canceled, or whose connection, server or QEMU ends.</summary>
public sealed class JobInterruptionTests
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(20);

    [QemuFact]
    public Task Job_CanceledWhileItRuns_IsCanceledInQemu() =>
        AssertCanceledAsync("blockdev-backup", SlowBackup, status: "running");

    [QemuFact]
    public Task Job_CanceledWhenReady_IsCanceledInQemu() =>
        AssertCanceledAsync("blockdev-mirror", Backup, status: "ready");

    [QemuFact]
    public Task Job_CanceledWhilePending_IsCanceledInQemu() =>
        AssertCanceledAsync("blockdev-backup", ManualBackup, status: "pending");

    [QemuFact]
    public async Task Job_CanceledBeforeItsStart_DoesNotStart()
    {
        await using OperationQemu qemu = await OperationQemu.StartAsync();
        await qemu.AddNullNodesAsync("source", "target");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            qemu.Client.RunJobAsync("blockdev-backup", Backup, Options, cancellationToken: new(canceled: true))
        );

        await qemu.AssertLeftAsync("source", "target");
    }

    [QemuFact]
    public async Task Job_CanceledWhileQemuIsPaused_DoesNotStayInQemu()
    {
        await using OperationQemu qemu = await OperationQemu.StartAsync();
        await qemu.AddNullNodesAsync("source", "target");
        await qemu.Client.LoadSchemaAsync();
        using CancellationTokenSource cancel = new();
        await qemu.Process.PauseAsync();

        Task<JobResult> running = qemu.Client.RunJobAsync(
            "blockdev-backup",
            SlowBackup,
            Options,
            cancellationToken: cancel.Token
        );
        await cancel.CancelAsync();
        await qemu.Process.ResumeAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await qemu.AssertLeftAsync("source", "target");
    }

    [QemuFact]
    public async Task Job_CanceledWhenConcluded_ReturnsItsResult()
    {
        await using OperationQemu qemu = await OperationQemu.StartAsync();
        await qemu.AddNullNodesAsync("source", "target");
        using CancellationTokenSource cancel = new();
        ProgressRecorder<JobProgress> progress = new(report =>
        {
            if (report.Status == "concluded")
            {
                cancel.Cancel();
            }
        });

        JobResult result = await qemu.Client.RunJobAsync("blockdev-backup", Backup, Options, progress, cancel.Token);

        Assert.Equal(JobOutcome.Completed, result.Outcome);
        await qemu.AssertLeftAsync("source", "target");
    }

    [QemuFact]
    public async Task Job_CanceledWithLeaveWhenCanceled_Continues()
    {
        await using OperationQemu qemu = await OperationQemu.StartAsync();
        await qemu.AddNullNodesAsync("source", "target");
        using CancellationTokenSource cancel = new();
        JobOptions options = Options with { JobId = "left", LeaveWhenCanceled = true };
        ProgressRecorder<JobProgress> progress = new(_ => cancel.Cancel());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            qemu.Client.RunJobAsync("blockdev-backup", SlowBackup, options, progress, cancel.Token)
        );

        Assert.Equal("left", Assert.Single((await qemu.ExecuteAsync("query-jobs")).Items)["id"].GetString());
    }

    [QemuFact]
    public async Task Job_WhenConnectionIsLost_IsFoundAgain()
    {
        await using OperationQemu qemu = await OperationQemu.StartAsync();
        await qemu.AddNullNodesAsync("source", "target");
        int drops = 0;
        ProgressRecorder<JobProgress> progress = new(report =>
        {
            if (report.Status == "running" && drops++ == 0)
            {
                qemu.Drop();
            }
        });
        QmpValue halfSecond = QmpValue.Parse(
            """{"device": "source", "target": "target", "sync": "full", "speed": 16777216}"""
        );

        JobResult result = await qemu.Client.RunJobAsync("blockdev-backup", halfSecond, Options, progress);

        Assert.Equal(JobOutcome.Completed, result.Outcome);
        Assert.True(drops > 0);
        await qemu.AssertLeftAsync("source", "target");
    }

    [QemuFact]
    public async Task Job_CanceledWhileConnectionIsLost_IsCanceledAfterReconnect()
    {
        await using OperationQemu qemu = await OperationQemu.StartAsync();
        await qemu.AddNullNodesAsync("source", "target");
        using CancellationTokenSource cancel = new();
        ProgressRecorder<JobProgress> progress = new(_ =>
        {
            qemu.Drop();
            cancel.Cancel();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            qemu.Client.RunJobAsync("blockdev-backup", SlowBackup, Options, progress, cancel.Token)
        );

        await qemu.Client.WaitUntilConnectedAsync();
        await qemu.AssertLeftAsync("source", "target");
    }

    [QemuFact]
    public async Task Job_WhenQemuIsKilled_ThrowsConnectionError()
    {
        await using OperationQemu qemu = await OperationQemu.StartAsync();
        await qemu.AddNullNodesAsync("source", "target");
        ProgressRecorder<JobProgress> progress = new(_ => qemu.Process.Kill());

        await Assert.ThrowsAsync<QmpConnectionException>(() =>
            qemu.Client.RunJobAsync("blockdev-backup", SlowBackup, Options, progress).WaitAsync(s_timeout)
        );
    }

    [QemuFact]
    public async Task Mirror_WhenNbdServerIsKilled_ThrowsQemusError()
    {
        await using OperationQemu qemu = await OperationQemu.StartAsync();
        await qemu.AddNullNodesAsync("source");
        await using NbdServer server = await NbdServer.StartAsync(qemu.Process.Directory);
        await qemu.ExecuteAsync(
            "blockdev-add",
            $$$"""
            {"driver": "nbd", "node-name": "target", "server": {"type": "unix", "path": "{{{server.Socket}}}"}}
            """
        );
        ProgressRecorder<JobProgress> progress = new(_ => server.Kill());
        QmpValue slow = QmpValue.Parse(
            """{"device": "source", "target": "target", "sync": "full", "speed": 2097152}"""
        );

        QmpJobException e = await Assert.ThrowsAsync<QmpJobException>(() =>
            qemu.Client.RunJobAsync("blockdev-mirror", slow, Options, progress).WaitAsync(s_timeout)
        );

        Assert.Equal("mirror", e.JobType);
        await qemu.AssertLeftAsync("source", "target");
    }

    private static async Task AssertCanceledAsync(string command, QmpValue arguments, string status)
    {
        await using OperationQemu qemu = await OperationQemu.StartAsync();
        await qemu.AddNullNodesAsync("source", "target");
        using CancellationTokenSource cancel = new();
        ProgressRecorder<JobProgress> progress = new(report =>
        {
            if (report.Status == status)
            {
                cancel.Cancel();
            }
        });

        OperationCanceledException e = await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            qemu.Client.RunJobAsync(command, arguments, Options, progress, cancel.Token).WaitAsync(s_timeout)
        );

        Assert.Equal(cancel.Token, e.CancellationToken);
        await qemu.AssertLeftAsync("source", "target");
    }

    /// <summary>A <c>qemu-nbd</c> that serves an image of 8 MiB.</summary>
    private sealed class NbdServer : IAsyncDisposable
    {
        private readonly Process _process;

        private NbdServer(Process process, string socket)
        {
            _process = process;
            Socket = socket;
        }

        public string Socket { get; }

        public static async Task<NbdServer> StartAsync(string directory)
        {
            string image = Path.Combine(directory, "nbd.raw");
            await using (FileStream file = File.Create(image))
            {
                file.SetLength(8388608);
            }

            string socket = Path.Combine(directory, "nbd");
            Process process = Process.Start("qemu-nbd", ["-f", "raw", "-k", socket, image]);
            for (Stopwatch watch = Stopwatch.StartNew(); !File.Exists(socket); await Task.Delay(5))
            {
                Assert.False(process.HasExited || watch.Elapsed > s_timeout, "qemu-nbd did not start.");
            }

            return new NbdServer(process, socket);
        }

        public void Kill() => _process.Kill(entireProcessTree: true);

        public async ValueTask DisposeAsync()
        {
            Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
    }
}
