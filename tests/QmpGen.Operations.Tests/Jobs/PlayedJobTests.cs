using static QmpGen.Operations.Tests.JobCommands;

namespace QmpGen.Operations.Tests;

/// <summary>Jobs of a test server, for what a real QEMU cannot be made to do, and for the played jobs.</summary>
public sealed class PlayedJobTests
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("blockdev-backup", "backup")]
    [InlineData("blockdev-mirror", "mirror")]
    [InlineData("block-stream", "stream")]
    public async Task PlayedJob_Run_CompletesAndIsDismissed(string command, string type)
    {
        await using QmpTestServer server = OperationServer.Start().PlayJob(command);
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);
        ProgressRecorder<JobProgress> progress = new();

        JobResult result = await client.RunJobAsync(command, ArgumentsOf(command), Options, progress);

        Assert.Equal((type, JobOutcome.Completed), (result.JobType, result.Outcome));
        Assert.Equal("concluded", progress.Reports[^1].Status);
        Assert.Equal("[]", (await client.ExecuteRawAsync("query-jobs")).ToString());
    }

    [Fact]
    public async Task PlayedJob_WithError_Fails()
    {
        await using QmpTestServer server = OperationServer
            .Start()
            .PlayJob("blockdev-backup", new QmpTestJob { Error = "No space left on device" });
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);

        QmpJobException e = await Assert.ThrowsAsync<QmpJobException>(() =>
            client.RunJobAsync("blockdev-backup", Backup, Options)
        );

        Assert.Equal("No space left on device", e.Error);
        Assert.Equal("[]", (await client.ExecuteRawAsync("query-jobs")).ToString());
    }

    [Fact]
    public async Task PlayedJob_OfAutoDismissedJob_IsFollowedByItsEvents()
    {
        await using QmpTestServer server = OperationServer
            .Start()
            .PlayJob("blockdev-backup", new QmpTestJob { Error = "Input/output error" });
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);
        await using QmpClient other = await QmpClient.ConnectAsync(server.Endpoint);
        using QmpSubscription<QmpRawEvent> events = other.SubscribeRaw("BLOCK_JOB_COMPLETED");
        using QmpTestHold held = server.Hold("query-jobs");
        Task<JobResult> following = client.FollowJobAsync("other", Options);
        await held.WaitForCallAsync();
        await other.ExecuteRawAsync("blockdev-backup", new QmpObject(Backup.Members) { ["job-id"] = "other" });
        await foreach (QmpRawEvent _ in events)
        {
            break;
        }

        held.Release();

        QmpJobException e = await Assert.ThrowsAsync<QmpJobException>(() => following);
        Assert.Equal(("other", "backup", "Input/output error"), (e.JobId, e.JobType, e.Error));
    }

    [Fact]
    public async Task PlayedJob_WithoutEnd_IsCanceled()
    {
        await using QmpTestServer server = OperationServer
            .Start()
            .PlayJob("blockdev-backup", new QmpTestJob { Duration = Timeout.InfiniteTimeSpan });
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);
        using CancellationTokenSource cancel = new();
        ProgressRecorder<JobProgress> progress = new(_ => cancel.Cancel());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            client.RunJobAsync("blockdev-backup", Backup, Options, progress, cancel.Token)
        );

        Assert.Equal("[]", (await client.ExecuteRawAsync("query-jobs")).ToString());
    }

    [Fact]
    public async Task ConnectionLost_BeforeTheJobStarts_ThrowsConnectionError()
    {
        await using QmpTestServer server = OperationServer.Start().PlayJob("blockdev-backup");
        DroppableEndpoint endpoint = new(server.Endpoint);
        await using QmpClient client = await ConnectAsync(endpoint);
        using QmpTestHold held = server.Hold("blockdev-backup");
        Task<JobResult> running = client.RunJobAsync("blockdev-backup", Backup, Options);
        await held.WaitForCallAsync();
        endpoint.Drop();

        await Assert.ThrowsAsync<QmpConnectionException>(() => running.WaitAsync(s_timeout));
    }

    [Fact]
    public async Task ConnectionLost_AfterTheJobStarts_IsFollowedByTheJob()
    {
        await using QmpTestServer server = OperationServer.Start().PlayJob("blockdev-backup");
        DroppableEndpoint endpoint = new(server.Endpoint);
        await using QmpClient client = await ConnectAsync(endpoint);
        server.On("query-jobs", _ => FindStartedJob());
        server.On(
            "blockdev-backup",
            async (_, cancellationToken) =>
            {
                endpoint.Drop();
                await Task.Delay(Timeout.Infinite, cancellationToken);
                return null;
            }
        );
        JobOptions options = Options with { JobId = "started" };

        JobResult result = await client.RunJobAsync("blockdev-backup", Backup, options).WaitAsync(s_timeout);

        Assert.Equal("started", result.JobId);

        QmpValue FindStartedJob() =>
            server.Calls.All(call => call.Command != "blockdev-backup")
                ? QmpValue.Parse("[]")
                : QmpValue.Parse(
                    """
                    [{"id": "started", "type": "backup", "status": "concluded", "current-progress": 1,
                      "total-progress": 1}]
                    """
                );
    }

    [Fact]
    public async Task Job_WhichQemuCannotComplete_IsCanceledAndReported()
    {
        await using QmpTestServer server = OperationServer.Start().PlayJob("blockdev-mirror");
        server.On("job-complete", _ => throw new QmpTestErrorException("Could not open backing file"));
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);

        QmpJobException e = await Assert.ThrowsAsync<QmpJobException>(() =>
            client.RunJobAsync("blockdev-mirror", Backup, Options)
        );

        Assert.Equal("Could not open backing file", e.Error);
        Assert.Equal("[]", (await client.ExecuteRawAsync("query-jobs")).ToString());
    }

    [Fact]
    public async Task Job_ThatDoesNotEndAfterCancellation_TimesOut()
    {
        await using QmpTestServer server = OperationServer
            .Start()
            .PlayJob("blockdev-backup", new QmpTestJob { Duration = Timeout.InfiniteTimeSpan });
        server.On("job-cancel", _ => null);
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);
        using CancellationTokenSource cancel = new();
        ProgressRecorder<JobProgress> progress = new(_ => cancel.Cancel());
        JobOptions options = Options with { JobId = "stuck", CancelTimeout = TimeSpan.FromMilliseconds(300) };

        QmpTimeoutException e = await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            client.RunJobAsync("blockdev-backup", Backup, options, progress, cancel.Token)
        );

        Assert.StartsWith("The job 'stuck' was canceled, but did not end", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Job_WhileQueriesTimeOut_IsStillFollowed()
    {
        await using QmpTestServer server = OperationServer.Start().PlayJob("blockdev-backup");
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);
        JobOptions options = Options with { QueryTimeout = TimeSpan.FromMilliseconds(50) };
        using QmpTestHold held = server.Hold("query-jobs");
        Task<JobResult> following = client.FollowJobAsync("other", options);
        await held.WaitForCallAsync();
        await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            client.ExecuteRepeatedlyAsync("query-jobs", null, TimeSpan.FromMilliseconds(100), CancellationToken.None)
        );

        Assert.False(following.IsCompleted);
        held.Release();

        await Assert.ThrowsAsync<QmpJobException>(() => following);
    }

    [Fact]
    public async Task Job_DismissedByAnotherClient_HasUnknownResult()
    {
        await using QmpTestServer server = OperationServer
            .Start()
            .PlayJob("blockdev-create", new QmpTestJob { Duration = Timeout.InfiniteTimeSpan });
        await using QmpClient client = await QmpClient.ConnectAsync(server.Endpoint);
        ProgressRecorder<JobProgress> progress = new(_ => server.On("query-jobs", _ => QmpValue.Parse("[]")));

        QmpJobException e = await Assert.ThrowsAsync<QmpJobException>(() =>
            client.RunJobAsync("blockdev-create", Create("/image"), Options, progress)
        );

        Assert.Contains("its result is unknown", e.Error, StringComparison.Ordinal);
    }

    private static Task<QmpClient> ConnectAsync(DroppableEndpoint endpoint) =>
        QmpClient.ConnectAsync(endpoint.Endpoint, new QmpClientOptions { Reconnect = new QmpReconnectPolicy() });

    private static QmpValue ArgumentsOf(string command) =>
        command == "block-stream" ? QmpValue.Parse("""{"device": "source"}""") : Backup;
}
