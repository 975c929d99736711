using static QmpGen.Operations.Tests.JobCommands;

namespace QmpGen.Operations.Tests;

/// <summary>Jobs of a test server that must not be ended, or must not be left.</summary>
public sealed class FollowedJobTests
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(20);
    private static readonly QmpTestJob s_endless = new() { Duration = Timeout.InfiniteTimeSpan };

    [Fact]
    public async Task FollowJob_WhenReady_LeavesTheJobByDefault()
    {
        await using QmpTestServer server = OperationServer.Start().PlayJob("blockdev-mirror");
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);
        await StartOtherAsync(client, "blockdev-mirror");

        JobResult ready = await client.FollowJobAsync("other", Options);

        Assert.Equal(JobOutcome.Ready, ready.Outcome);
        Assert.DoesNotContain(server.Calls, call => call.Command is "job-complete" or "block-job-cancel");
        JobResult completed = await client.FollowJobAsync(
            "other",
            Options with
            {
                WhenReady = JobReadyAction.Complete,
            }
        );
        Assert.Equal(JobOutcome.Completed, completed.Outcome);
    }

    [Fact]
    public async Task FollowJob_WhenCanceled_LeavesTheJobByDefault()
    {
        await using QmpTestServer server = OperationServer.Start().PlayJob("blockdev-backup", s_endless);
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);
        await StartOtherAsync(client, "blockdev-backup");
        using CancellationTokenSource cancel = new();
        ProgressRecorder<JobProgress> progress = new(_ => cancel.Cancel());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            client.FollowJobAsync("other", null, progress, cancel.Token)
        );

        Assert.Equal(1, (await client.ExecuteRawAsync("query-jobs")).Count);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            client.FollowJobAsync("other", Options with { LeaveWhenCanceled = false }, progress, cancel.Token)
        );

        Assert.Equal(0, (await client.ExecuteRawAsync("query-jobs")).Count);
    }

    [Fact]
    public async Task Job_WhenProgressThrows_IsCanceled()
    {
        await using QmpTestServer server = OperationServer.Start().PlayJob("blockdev-backup", s_endless);
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);
        ProgressRecorder<JobProgress> progress = new(_ => throw new DivideByZeroException());

        await Assert.ThrowsAsync<DivideByZeroException>(() =>
            client.RunJobAsync("blockdev-backup", Backup, Options, progress)
        );

        Assert.Equal("[]", (await client.ExecuteRawAsync("query-jobs")).ToString());
    }

    [Fact]
    public async Task Job_CanceledAfterBlockJobCancel_IsReportedAsCanceled()
    {
        using CancellationTokenSource cancel = new();
        await using QmpTestServer server = OperationServer.Start();
        string jobs = "[]";
        server.On("query-jobs", _ => QmpValue.Parse(jobs));
        server.On("blockdev-mirror", _ => SetStatus("ready"));
        server.On("job-dismiss", _ => null);
        server.On(
            "block-job-cancel",
            _ =>
            {
                SetStatus("concluded");
                cancel.Cancel();
                return null;
            }
        );
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);
        JobOptions options = Options with { JobId = "mine", WhenReady = JobReadyAction.Cancel };

        JobResult result = await client.RunJobAsync("blockdev-mirror", Backup, options, null, cancel.Token);

        Assert.Equal(JobOutcome.Canceled, result.Outcome);

        QmpValue? SetStatus(string status)
        {
            jobs = CreateJobs(status);
            return null;
        }
    }

    [Fact]
    public async Task Job_WhenFirstQueryAfterReconnectTimesOut_IsStillFollowed()
    {
        await using QmpTestServer server = OperationServer.Start();
        DroppableEndpoint endpoint = new(server.Endpoint);
        await using QmpClient client = await QmpClient.ConnectAsync(
            endpoint.Endpoint,
            DroppableEndpoint.ReconnectAtOnce
        );
        await using QmpClient other = await QmpClient.ConnectAsync(server.Endpoint);
        TaskCompletionSource<QmpTestHold> started = new();
        string jobs = "[]";
        server.On("query-jobs", _ => QmpValue.Parse(jobs));
        server.On("job-dismiss", _ => null);
        server.On(
            "blockdev-backup",
            async (_, cancellationToken) =>
            {
                jobs = CreateJobs("concluded");
                started.SetResult(server.Hold("query-jobs"));
                endpoint.Drop();
                await Task.Delay(Timeout.Infinite, cancellationToken);
                return null;
            }
        );
        JobOptions options = Options with { JobId = "mine", QueryTimeout = TimeSpan.FromMilliseconds(50) };
        Task<JobResult> running = client.RunJobAsync("blockdev-backup", Backup, options);
        using QmpTestHold query = await started.Task;
        await query.WaitForCallAsync();
        await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            other.ExecuteAsync("query-jobs", null, TimeSpan.FromMilliseconds(100), CancellationToken.None)
        );
        query.Release();

        Assert.Equal("mine", (await running.WaitAsync(s_timeout)).JobId);
    }

    [Fact]
    public async Task Job_WithInvalidReply_ThrowsProtocolError()
    {
        await using QmpTestServer server = QmpTestServer.Start(
            OperationServer.ReadSchema("7.2"),
            new QmpTestServerOptions { CheckResults = false }
        );
        server.On("query-jobs", _ => QmpValue.Parse("""[{"id": "other"}]"""));
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);

        await Assert.ThrowsAsync<QmpProtocolException>(() => client.FollowJobAsync("other"));
    }

    private static string CreateJobs(string status) =>
        $$"""
        [{"id": "mine", "type": "mirror", "status": "{{status}}", "current-progress": 1, "total-progress": 1}]
        """;

    private static Task<QmpValue> StartOtherAsync(QmpClient client, string command) =>
        client.ExecuteRawAsync(command, new QmpObject(Backup.Members) { ["job-id"] = "other" });
}
