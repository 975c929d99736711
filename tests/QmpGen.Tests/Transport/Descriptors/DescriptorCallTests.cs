using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

public sealed class DescriptorCallTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();
    private readonly SafeFileHandle _file;

    public DescriptorCallTests() => _file = File.OpenHandle(_path);

    public void Dispose()
    {
        _file.Dispose();
        File.Delete(_path);
    }

    [DescriptorFact]
    public async Task DescriptorCall_WhileAnotherIsPending_WaitsForItsReply()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
        Task<QmpValue> first = CallAsync(peer.Client, "getfd");
        Task<QmpValue> second = CallAsync(peer.Client, "add-fd");
        Task<QmpValue> third = peer.Client.ExecuteRawAsync("query-name");
        Task<QmpValue> passing = peer.Client.ExecuteRawOutOfBandAsync("query-yank");

        // In-band calls keep their order, so only the out-of-band call passes the waiting one.
        ReceivedRequest getfd = await peer.ExpectAsync("getfd");
        await peer.ReplyAsync(await peer.ExpectAsync("query-yank"));
        await passing;
        await peer.ReplyAsync(getfd);
        await first;
        await peer.ReplyAsync(await peer.ExpectAsync("add-fd"));
        await peer.ReplyAsync(await peer.ExpectAsync("query-name"));
        await Task.WhenAll(second, third);
    }

    [DescriptorFact]
    public async Task QueuedCall_WhenDescriptorCallAheadIsCanceled_IsSent()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
        Task<QmpValue> first = CallAsync(peer.Client, "getfd");
        ReceivedRequest getfd = await peer.ExpectAsync("getfd");
        using CancellationTokenSource cancellation = new();
        Task<QmpValue> waiting = CallAsync(peer.Client, "add-fd", _file, cancellation.Token);
        Task<QmpValue> behind = peer.Client.ExecuteRawAsync("query-name");
        await cancellation.CancelAsync();
        await peer.ReplyAsync(await peer.ExpectAsync("query-name"));
        await behind.WaitAsync(WaitTimeout);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await peer.ReplyAsync(getfd);
        await first;
    }

    [DescriptorFact]
    public async Task QueuedDescriptorCall_WhenCanceled_SendsNothingAndClosesItsCopy()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
        Task<QmpValue> first = CallAsync(peer.Client, "getfd");
        using CancellationTokenSource cancellation = new();
        using SafeFileHandle other = File.OpenHandle(_path);
        Task<QmpValue> waiting = CallAsync(peer.Client, "add-fd", other, cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        AssertIsClosed(other);

        Task<QmpValue> next = peer.Client.ExecuteRawAsync("query-name");
        await peer.ReplyAsync(await peer.ExpectAsync("getfd"));
        await peer.ReplyAsync(await peer.ExpectAsync("query-name"));
        await Task.WhenAll(first, next);
        AssertIsClosed(_file);
    }

    [DescriptorFact]
    public async Task DescriptorCall_AfterCanceledOne_WaitsForTheLateReply()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
        using CancellationTokenSource cancellation = new();
        Task<QmpValue> first = CallAsync(peer.Client, "getfd", token: cancellation.Token);
        ReceivedRequest getfd = await peer.ExpectAsync("getfd");
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        Task<QmpValue> second = CallAsync(peer.Client, "add-fd");
        await peer.ReplyAsync(await SendOutOfBandCallAsync(peer));
        await peer.ReplyAsync(getfd);
        await peer.ReplyAsync(await peer.ExpectAsync("add-fd"));
        await second;
    }

    [DescriptorFact]
    public async Task QueuedDescriptorCall_WhenHandleIsClosed_StillSendsTheDescriptor()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
        using SafeFileHandle other = File.OpenHandle(_path);
        Task<QmpValue> first = CallAsync(peer.Client, "getfd");
        Task<QmpValue> second = CallAsync(peer.Client, "add-fd", other);
        other.Dispose();
        await peer.ReplyAsync(await peer.ExpectAsync("getfd"));
        await peer.ReplyAsync(await peer.ExpectAsync("add-fd"));
        await Task.WhenAll(first, second);
    }

    [DescriptorFact]
    public async Task DescriptorCall_WithClosedHandle_ThrowsAndLeavesConnectionUsable()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
        _file.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => CallAsync(peer.Client, "getfd"));

        Task<QmpValue> next = peer.Client.ExecuteRawAsync("query-name");
        await peer.ReplyAsync(await peer.ExpectAsync("query-name"));
        await next;
    }

    [DescriptorFact]
    public async Task DescriptorCall_WhenConnectionIsLost_ThrowsAndClosesItsCopy()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
        Task<QmpValue>[] calls = [CallAsync(peer.Client, "getfd"), CallAsync(peer.Client, "add-fd")];
        await peer.ExpectAsync("getfd");
        peer.Close();
        foreach (Task<QmpValue> call in calls)
        {
            await Assert.ThrowsAsync<QmpConnectionException>(() => call.WaitAsync(WaitTimeout));
        }

        await Assert.ThrowsAsync<QmpConnectionException>(() => CallAsync(peer.Client, "getfd"));
        AssertIsClosed(_file);
    }

    [Fact]
    public async Task DescriptorCall_OverTcp_ThrowsAndLeavesConnectionUsable()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Task<QmpClient> connecting = QmpClient.ConnectAsync(
            $"tcp:127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}"
        );
        using TcpClient peer = await listener.AcceptTcpClientAsync();
        using StreamReader reader = new(peer.GetStream());
        using StreamWriter writer = new(peer.GetStream()) { AutoFlush = true };
        await writer.WriteLineAsync(Greetings.WithoutOutOfBand);
        await ReplyAsync();
        await using QmpClient client = await connecting.WaitAsync(WaitTimeout);

        await Assert.ThrowsAsync<QmpNotSupportedException>(() => CallAsync(client, "getfd"));
        Task<QmpValue> next = client.ExecuteRawAsync("query-name");
        Assert.Contains("query-name", await ReplyAsync(), StringComparison.Ordinal);
        await next.WaitAsync(WaitTimeout);

        async Task<string> ReplyAsync()
        {
            string request = await reader.ReadLineAsync().WaitAsync(WaitTimeout) ?? "";
            await writer.WriteLineAsync($$"""{"return": {}, "id": {{JsonElement.Parse(request).GetProperty("id")}}}""");
            return request;
        }
    }

    [GuestAgentFact]
    public async Task DescriptorCall_ToGuestAgent_Throws()
    {
        await using RealGuestAgent agent = await RealGuestAgent.StartAsync();
        await using AgentClient client = await AgentClient.ConnectAsync(agent.Endpoint);
        await Assert.ThrowsAsync<QmpNotSupportedException>(() => CallAsync(client, "guest-ping"));
        await client.ExecuteRawAsync("guest-ping");
    }

    /// <summary>Makes an out-of-band call, which arrives behind everything that was sent before.</summary>
    private static async Task<ReceivedRequest> SendOutOfBandCallAsync(ConnectedPeer peer)
    {
        _ = peer.Client.ExecuteRawOutOfBandAsync("query-yank");
        return await peer.ExpectAsync("query-yank");
    }

    /// <summary>Asserts that the handle is closed once the last holder releases it.</summary>
    /// <remarks>Compares the link target, because the number may be reused. The sender may release it late.</remarks>
    private void AssertIsClosed(SafeFileHandle handle)
    {
        FileInfo link = new($"/proc/self/fd/{handle.DangerousGetHandle()}");
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        Assert.Equal(_path, link.LinkTarget);
        handle.Dispose();
        Assert.True(
            SpinWait.SpinUntil(() => new FileInfo(link.FullName).LinkTarget != _path, WaitTimeout),
            "The file is still open."
        );
    }

    private Task<QmpValue> CallAsync(
        QmpClient client,
        string command,
        SafeFileHandle? descriptor = null,
        CancellationToken token = default
    ) => client.ExecuteRawAsync(command, null, new QmpCallOptions { Descriptor = descriptor ?? _file }, token);
}
