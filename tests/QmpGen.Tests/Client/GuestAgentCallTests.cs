using System.Text.Json;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

public sealed class GuestAgentCallTests
{
    private const string CommandDisabled = """{"error": {"class": "GenericError", "desc": "command disabled"}}""";

    [Fact]
    public async Task GuestAgentRequest_WhenSent_IsBetweenSyncTokensWithoutId()
    {
        await using ConnectedGuestAgent peer = await ConnectedGuestAgent.CreateAsync();
        Task<QmpValue> call = peer.Client.ExecuteRawAsync("guest-file-open");
        long first = await peer.ExpectBetweenTokensAsync("guest-file-open");
        await peer.ReplyBetweenTokensAsync(first, """{"return": 1000}""");
        Assert.Equal(1000, (await call.WaitAsync(WaitTimeout)).GetInt64());

        Task failing = peer.Client.ExecuteRawAsync("guest-file-open");
        long second = await peer.ExpectBetweenTokensAsync("guest-file-open");
        Assert.Equal(first + 2, second);
        await peer.ReplyBetweenTokensAsync(second, """{"error": {"class": "GenericError", "desc": "no such file"}}""");
        QmpCommandException e = await Assert.ThrowsAsync<QmpCommandException>(() => failing.WaitAsync(WaitTimeout));
        Assert.Equal("no such file", e.Description);
    }

    [Fact]
    public async Task LateReply_OfCanceledGuestAgentCall_ReachesNoOtherCall()
    {
        await using ConnectedGuestAgent peer = await ConnectedGuestAgent.CreateAsync();
        using CancellationTokenSource cancel = new();
        Task canceled = peer.Client.ExecuteRawAsync("guest-file-open", cancellationToken: cancel.Token);
        long first = await peer.ExpectBetweenTokensAsync("guest-file-open");
        await peer.SendTokenAsync(first);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => canceled);

        Task<QmpValue> call = peer.Client.ExecuteRawAsync("guest-file-open");
        long second = await peer.ExpectBetweenTokensAsync("guest-file-open");
        await peer.SendLineAsync("""{"return": 1000}""");
        await peer.SendLineAsync("""{"return": 1001}""");
        await peer.SendTokenAsync(first + 1);
        await peer.ReplyBetweenTokensAsync(second, """{"return": 1002}""");
        Assert.Equal(1002, (await call.WaitAsync(WaitTimeout)).GetInt64());
    }

    [Fact]
    public async Task GuestAgentCall_WithManyPending_GetsItsOwnReply()
    {
        await using ConnectedGuestAgent peer = await ConnectedGuestAgent.CreateAsync();
        Task replying = Task.Run(async () =>
        {
            for (int i = 0; i < 400; i++)
            {
                (long token, string request) = await peer.ReceiveBetweenTokensAsync();
                string command = JsonElement.Parse(request).GetProperty("execute").GetString()!;
                await peer.ReplyBetweenTokensAsync(token, $$"""{"return": "{{command}}"}""");
            }
        });
        await Parallel.ForAsync(
            0,
            400,
            async (i, cancellationToken) =>
                Assert.Equal(
                    $"guest-{i}",
                    (await peer.Client.ExecuteRawAsync($"guest-{i}", null, cancellationToken)).GetString()
                )
        );
        await replying;
    }

    [Fact]
    public async Task GuestSyncCall_ByUser_GetsItsReply()
    {
        await using ConnectedGuestAgent peer = await ConnectedGuestAgent.CreateAsync();
        Task<QmpValue> call = peer.Client.ExecuteRawAsync("guest-sync-delimited", JsonElement.Parse("""{"id": 5}"""));
        (long token, _) = await peer.ReceiveBetweenTokensAsync();
        await peer.SendTokenAsync(token);
        await peer.SendDelimitedAsync("""{"return": 5}""");
        await peer.SendTokenAsync(token + 1);
        Assert.Equal(5, (await call.WaitAsync(WaitTimeout)).GetInt64());
    }

    [Fact]
    public async Task CommandWithoutReply_WhenWritten_CompletesAndLogsLateError()
    {
        RecordingLogger log = new();
        await using ConnectedGuestAgent peer = await ConnectedGuestAgent.CreateAsync(new() { Logger = log });
        QmpValue result = await peer.Client.ExecuteRawAsync("guest-shutdown").WaitAsync(WaitTimeout);
        Assert.Equal("{}", result.ToString());
        await peer.Client.ExecuteAsync(new GuestSuspendDisk()).WaitAsync(WaitTimeout);
        Task<QmpValue> call = peer.Client.ExecuteRawAsync("guest-file-open");

        long shutdown = await peer.ExpectBetweenTokensAsync("guest-shutdown");
        await peer.SendTokenAsync(shutdown);
        await peer.SendTokenAsync(shutdown + 1);
        await peer.SendLineAsync(
            """{"error": {"class": "GenericError", "desc": "JSON parse error, stray '\uFFFD'"}}"""
        );
        await peer.ReplyBetweenTokensAsync(await peer.ExpectBetweenTokensAsync("guest-suspend-disk"), CommandDisabled);
        await peer.ReplyBetweenTokensAsync(await peer.ExpectBetweenTokensAsync("guest-file-open"), """{"return": 7}""");
        Assert.Equal(7, (await call.WaitAsync(WaitTimeout)).GetInt64());
        string warning = await log.FirstWarning.WaitAsync(WaitTimeout);
        Assert.Contains("guest-suspend-disk", warning, StringComparison.Ordinal);
        Assert.Contains("command disabled", warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CommandWithoutReply_WhenItFailsTwice_IsLoggedTwice()
    {
        RecordingLogger log = new();
        await using ConnectedGuestAgent peer = await ConnectedGuestAgent.CreateAsync(new() { Logger = log });
        for (int i = 0; i < 2; i++)
        {
            await peer.Client.ExecuteAsync(new GuestSuspendDisk()).WaitAsync(WaitTimeout);
            long tokens = await peer.ExpectBetweenTokensAsync("guest-suspend-disk");
            await peer.ReplyBetweenTokensAsync(tokens, CommandDisabled);
            Assert.Contains("command disabled", await log.NextAsync(23), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task CommandWithoutReply_WhenGuestShutsDown_Succeeds()
    {
        await using ConnectedGuestAgent peer = await ConnectedGuestAgent.CreateAsync();
        await peer.Client.ExecuteRawAsync("guest-shutdown").WaitAsync(WaitTimeout);
        peer.Close();
        await peer.Client.Closed.WaitAsync(WaitTimeout);
        Assert.IsType<QmpConnectionException>(await peer.Client.Closed);
    }

    [Fact]
    public async Task CommandWithoutReply_WhenNotWritten_Throws()
    {
        await using ConnectedGuestAgent peer = await ConnectedGuestAgent.CreateAsync();
        peer.Close();
        await peer.Client.Closed.WaitAsync(WaitTimeout);
        await Assert.ThrowsAsync<QmpConnectionException>(() => peer.Client.ExecuteRawAsync("guest-shutdown"));
    }

    [Fact]
    public async Task CommandWithoutReply_WhenGuestIsGoneBeforeFlush_Succeeds()
    {
        await using ScriptedPeer peer = ScriptedPeer.Create();
        FaultyStream stream = new(peer.ClientStream);
        Task<AgentClient> connecting = AgentClient.ConnectAsync(stream);
        await peer.SynchronizeAsync();
        await using AgentClient client = await connecting.WaitAsync(WaitTimeout);
        stream.HoldsFlush = true;
        Task shutdown = client.ExecuteRawAsync("guest-shutdown");
        Task ping = client.ExecuteRawAsync("guest-ping");
        await peer.ExpectBetweenTokensAsync("guest-shutdown");
        peer.Close();
        await shutdown.WaitAsync(WaitTimeout);
        await Assert.ThrowsAsync<QmpConnectionException>(() => ping.WaitAsync(WaitTimeout));
    }

    [Fact]
    public async Task Result_OfWrongType_IsReportedAsSentByTheGuestAgent()
    {
        await using ConnectedGuestAgent peer = await ConnectedGuestAgent.CreateAsync();
        Task<string> call = peer.Client.ExecuteAsync(new GuestGetTimezone());
        long token = await peer.ExpectBetweenTokensAsync("guest-get-timezone");
        await peer.ReplyBetweenTokensAsync(token, """{"return": {}}""");
        QmpProtocolException e = await Assert.ThrowsAsync<QmpProtocolException>(() => call.WaitAsync(WaitTimeout));
        Assert.EndsWith("but the guest agent sent an object.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CanceledGuestAgentCall_WithoutReply_IsNotKeptInMemory()
    {
        await using ConnectedGuestAgent peer = await ConnectedGuestAgent.CreateAsync();
        List<WeakReference> calls = [];
        for (int i = 0; i < 100; i++)
        {
            calls.Add(await SendAndCancelAsync(peer));
        }

        GC.Collect();
        Assert.InRange(calls.Count(reference => reference.IsAlive), 0, 10);
    }

    /// <summary>Cancels a call after it was sent.</summary>
    /// <returns>A reference to an object that the call holds.</returns>
    private static async Task<WeakReference> SendAndCancelAsync(ConnectedGuestAgent peer)
    {
        using CancellationTokenSource cancel = new();
        Task call = peer.Client.ExecuteRawAsync("guest-ping", cancellationToken: cancel.Token);
        await peer.ExpectBetweenTokensAsync("guest-ping");
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        return new WeakReference(cancel);
    }

    private sealed record GuestGetTimezone : QmpArguments, IQmpCommand<string>
    {
        string IQmpCommand.WireName => "guest-get-timezone";

        bool IQmpCommand.AllowOob => false;

        IReadOnlyList<string> IQmpCommand.Features => [];

        void IQmpCommand.WriteArguments(CodeGeneration.QmpWriter writer) => writer.WriteExtraArguments(this);

        string IQmpCommand<string>.ReadResult(ref CodeGeneration.QmpReader reader) => reader.ReadString();
    }

    private sealed record GuestSuspendDisk : QmpArguments, IQmpCommand
    {
        string IQmpCommand.WireName => "guest-suspend-disk";

        bool IQmpCommand.AllowOob => false;

        IReadOnlyList<string> IQmpCommand.Features => [];

        void IQmpCommand.WriteArguments(CodeGeneration.QmpWriter writer) => writer.WriteExtraArguments(this);
    }
}
