using static QmpGen.Operations.Tests.JobCommands;

namespace QmpGen.Operations.Tests;

/// <summary>Jobs of a real QEMU that end without a cancellation.</summary>
public sealed class JobTests
{
    [QemuFact]
    public async Task Backup_WhenItSucceeds_ReportsProgressAndLeavesNothing()
    {
        await using OperationQemu qemu = await OperationQemu.StartAsync();
        await qemu.AddNullNodesAsync("source", "target");
        ProgressRecorder<JobProgress> progress = new();

        JobResult result = await qemu.Client.RunJobAsync("blockdev-backup", Backup, Options, progress);

        Assert.Equal(("backup", JobOutcome.Completed), (result.JobType, result.Outcome));
        JobProgress last = progress.Reports[^1];
        Assert.Equal((result.JobId, "concluded", 8388608, 1.0), (last.JobId, last.Status, last.Total, last.Fraction));
        await qemu.AssertLeftAsync("source", "target");
    }

    [QemuFact]
    public async Task Backup_AsTypedCommandWithId_UsesTheId()
    {
        await using OperationQemu qemu = await OperationQemu.StartAsync();
        await qemu.AddNullNodesAsync("source", "target");
        TestBackupCommand command = new()
        {
            ExtraArguments =
            {
                ["job-id"] = "mine",
                ["device"] = "source",
                ["target"] = "target",
                ["sync"] = "full",
            },
        };

        JobResult result = await qemu.Client.RunJobAsync(command, Options);

        Assert.Equal("mine", result.JobId);
        await qemu.AssertLeftAsync("source", "target");
    }

    [QemuFact]
    public async Task Backup_ToFullTarget_ThrowsQemusErrorAndLeavesNothing()
    {
        await using OperationQemu qemu = await OperationQemu.StartAsync();
        await qemu.AddNullNodesAsync("source", "disk");
        await AddFullNodeAsync(qemu);

        QmpJobException e = await Assert.ThrowsAsync<QmpJobException>(() =>
            qemu.Client.RunJobAsync("blockdev-backup", Backup, Options with { JobId = "full" })
        );

        Assert.Equal(("full", "backup", "No space left on device"), (e.JobId, e.JobType, e.Error));
        Assert.Equal("The job 'full' (backup) failed: No space left on device", e.Message);
        await qemu.AssertLeftAsync("source", "disk", "target");
    }

    [QemuFact]
    public async Task BlockdevCreate_WhichQemuNeverDismisses_IsDismissed()
    {
        await using OperationQemu qemu = await OperationQemu.StartAsync();

        JobResult result = await qemu.Client.RunJobAsync("blockdev-create", Create(qemu.PathOf("image")), Options);
        QmpJobException e = await Assert.ThrowsAsync<QmpJobException>(() =>
            qemu.Client.RunJobAsync("blockdev-create", Create(qemu.PathOf("missing/image")), Options)
        );

        Assert.Equal("create", result.JobType);
        Assert.Equal(1048576, new FileInfo(qemu.PathOf("image")).Length);
        Assert.Contains("No such file or directory", e.Error, StringComparison.Ordinal);
        await qemu.AssertLeftAsync();
    }

    [QemuFact]
    public async Task Mirror_ForEachReadyAction_EndsAsRequired()
    {
        await using OperationQemu qemu = await OperationQemu.StartAsync();
        await qemu.AddNullNodesAsync("source", "target");

        JobResult canceled = await RunAsync(JobReadyAction.Cancel);
        Assert.Equal(JobOutcome.Canceled, canceled.Outcome);
        await qemu.AssertLeftAsync("source", "target");

        JobResult ready = await RunAsync(JobReadyAction.Leave);
        Assert.Equal(JobOutcome.Ready, ready.Outcome);

        // After completion, the machine uses the target, and QEMU keeps both nodes.
        JobResult completed = await qemu.Client.FollowJobAsync(
            ready.JobId,
            Options with { WhenReady = JobReadyAction.Complete }
        );
        Assert.Equal(JobOutcome.Completed, completed.Outcome);
        await qemu.AssertLeftAsync("source", "target");

        Task<JobResult> RunAsync(JobReadyAction action) =>
            qemu.Client.RunJobAsync("blockdev-mirror", Backup, Options with { WhenReady = action });
    }

    [QemuFact]
    public async Task Job_WithoutAutoFinalize_IsFinalized()
    {
        await using OperationQemu qemu = await OperationQemu.StartAsync();
        await qemu.AddNullNodesAsync("source", "target");
        ProgressRecorder<JobProgress> progress = new();

        await qemu.Client.RunJobAsync("blockdev-backup", ManualBackup, Options, progress);

        Assert.Contains(progress.Reports, report => report.Status == "pending");
        await qemu.AssertLeftAsync("source", "target");
    }

    [QemuFact]
    public async Task Jobs_AtTheSameTime_EndIndependently()
    {
        await using OperationQemu qemu = await OperationQemu.StartAsync();
        await qemu.AddNullNodesAsync("source", "target", "source2", "target2");
        using CancellationTokenSource cancel = new();
        ProgressRecorder<JobProgress> progress = new(_ => cancel.Cancel());

        Task<JobResult> slow = qemu.Client.RunJobAsync("blockdev-backup", SlowBackup, Options, progress, cancel.Token);
        JobResult fast = await qemu.Client.RunJobAsync(
            "blockdev-backup",
            QmpValue.Parse("""{"device": "source2", "target": "target2", "sync": "full"}"""),
            Options
        );

        Assert.Equal(JobOutcome.Completed, fast.Outcome);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => slow);
        await qemu.AssertLeftAsync("source", "target", "source2", "target2");
    }

    [QemuFact]
    public async Task FollowJob_OfAutoDismissedJob_TakesErrorFromTheEvent()
    {
        await using OperationQemu qemu = await OperationQemu.StartAsync();
        await qemu.AddNullNodesAsync("source", "disk");
        await AddFullNodeAsync(qemu);

        // QEMU starts the job only after the operation has subscribed to its events.
        await qemu.Process.PauseAsync();
        Task<QmpValue> start = qemu.Client.ExecuteRawAsync(
            "blockdev-backup",
            new QmpObject(Backup.Members) { ["job-id"] = "other" }
        );
        Task<JobResult> following = qemu.Client.FollowJobAsync("other", Options);
        await qemu.Process.ResumeAsync();

        QmpJobException e = await Assert.ThrowsAsync<QmpJobException>(() => following);
        await start;
        Assert.Equal(("other", "backup", "No space left on device"), (e.JobId, e.JobType, e.Error));
        await qemu.AssertLeftAsync("source", "disk", "target");
    }

    [QemuFact]
    public async Task FollowJob_WhichAnotherClientCancels_Throws()
    {
        await using OperationQemu qemu = await OperationQemu.StartAsync();
        await qemu.AddNullNodesAsync("source", "target");
        await qemu.ExecuteAsync(
            "blockdev-backup",
            """{"job-id": "other", "device": "source", "target": "target", "sync": "full", "speed": 65536}"""
        );
        ProgressRecorder<JobProgress> progress = new(report =>
        {
            _ = qemu.ExecuteAsync("job-cancel", """{"id": "other"}""");
        });

        QmpJobException e = await Assert.ThrowsAsync<QmpJobException>(() =>
            qemu.Client.FollowJobAsync("other", Options, progress)
        );

        Assert.Equal(("other", "backup"), (e.JobId, e.JobType));
        Assert.Contains("canceled", e.Error, StringComparison.Ordinal);
        await qemu.AssertLeftAsync("source", "target");
    }

    [QemuFact]
    public async Task FollowJob_WithUnknownId_Throws()
    {
        await using OperationQemu qemu = await OperationQemu.StartAsync();

        QmpJobException e = await Assert.ThrowsAsync<QmpJobException>(() => qemu.Client.FollowJobAsync("none"));

        Assert.Equal("The job 'none' failed: QEMU does not have a job with this id.", e.Message);
    }

    [QemuFact]
    public async Task RunJob_WhichQemuDoesNotStart_ThrowsItsErrors()
    {
        await using OperationQemu qemu = await OperationQemu.StartAsync();
        await qemu.AddNullNodesAsync("source", "target");
        await qemu.ExecuteAsync(
            "blockdev-backup",
            """{"job-id": "used", "device": "source", "target": "target", "sync": "full", "speed": 65536}"""
        );

        await Assert.ThrowsAsync<QmpCommandException>(() =>
            qemu.Client.RunJobAsync("blockdev-backup", QmpValue.Parse("""{"device": "x", "sync": "full"}"""))
        );
        await Assert.ThrowsAsync<QmpNotSupportedException>(() => qemu.Client.RunJobAsync("no-such-job", null));
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            qemu.Client.RunJobAsync("blockdev-backup", Backup, new JobOptions { JobId = "used" })
        );
        Assert.Equal(1, (await qemu.ExecuteAsync("query-jobs")).Count);
    }

    /// <summary>Adds the node 'target', whose writes fail.</summary>
    private static Task AddFullNodeAsync(OperationQemu qemu) =>
        qemu.ExecuteAsync(
            "blockdev-add",
            """
            {"driver": "blkdebug", "node-name": "target", "image": "disk",
             "inject-error": [{"event": "none", "iotype": "write-zeroes", "errno": 28}]}
            """
        );

    private sealed record TestBackupCommand : QmpArguments, IQmpCommand
    {
        public string WireName => "blockdev-backup";
    }
}
