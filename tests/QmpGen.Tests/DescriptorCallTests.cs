using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace QmpGen.Tests;

/// <summary>Calls with descriptors, to a peer that is played.</summary>
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
    public async Task Calls_with_descriptors_follow_one_another_and_others_keep_their_order()
    {
        (ScriptedPeer peer, QmpClient client) = await ScriptedPeer.ConnectAsync();
        await using ScriptedPeer ownPeer = peer;
        await using QmpClient ownClient = client;
        Task<JsonElement> first = CallAsync(client, "getfd");
        Task<JsonElement> second = CallAsync(client, "add-fd");
        Task<JsonElement> third = client.ExecuteRawAsync("query-name");
        Task<JsonElement> passing = client.ExecuteRawOutOfBandAsync("query-yank");

        // In-band calls keep their order, so only the one that is out-of-band passes the one that waits.
        ScriptedPeer.Request getfd = await peer.ExpectAsync("getfd");
        await peer.AnswerAsync(await peer.ExpectAsync("query-yank"));
        await passing;
        await peer.AnswerAsync(getfd);
        await first;
        await peer.AnswerAsync(await peer.ExpectAsync("add-fd"));
        await peer.AnswerAsync(await peer.ExpectAsync("query-name"));
        await Task.WhenAll(second, third);
    }

    [DescriptorFact]
    public async Task Calls_behind_one_that_waited_for_its_turn_leave_when_that_is_cancelled()
    {
        (ScriptedPeer peer, QmpClient client) = await ScriptedPeer.ConnectAsync();
        await using ScriptedPeer ownPeer = peer;
        await using QmpClient ownClient = client;
        Task<JsonElement> first = CallAsync(client, "getfd");
        ScriptedPeer.Request getfd = await peer.ExpectAsync("getfd");
        using CancellationTokenSource cancellation = new();
        Task<JsonElement> waiting = CallAsync(client, "add-fd", _file, cancellation.Token);
        Task<JsonElement> behind = client.ExecuteRawAsync("query-name");
        await cancellation.CancelAsync();
        await peer.AnswerAsync(await peer.ExpectAsync("query-name"));
        await behind.WaitAsync(ScriptedPeer.Patience);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await peer.AnswerAsync(getfd);
        await first;
    }

    [DescriptorFact]
    public async Task A_call_that_is_cancelled_while_it_waits_for_its_turn_sends_nothing_and_keeps_nothing_open()
    {
        (ScriptedPeer peer, QmpClient client) = await ScriptedPeer.ConnectAsync();
        await using ScriptedPeer ownPeer = peer;
        await using QmpClient ownClient = client;
        Task<JsonElement> first = CallAsync(client, "getfd");
        using CancellationTokenSource cancellation = new();
        using SafeFileHandle other = File.OpenHandle(_path);
        Task<JsonElement> waiting = CallAsync(client, "add-fd", other, cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        AssertIsLetGo(other);

        Task<JsonElement> next = client.ExecuteRawAsync("query-name");
        await peer.AnswerAsync(await peer.ExpectAsync("getfd"));
        await peer.AnswerAsync(await peer.ExpectAsync("query-name"));
        await Task.WhenAll(first, next);
        AssertIsLetGo(_file);
    }

    [DescriptorFact]
    public async Task The_next_waits_for_the_answer_to_a_call_that_was_cancelled_too()
    {
        (ScriptedPeer peer, QmpClient client) = await ScriptedPeer.ConnectAsync();
        await using ScriptedPeer ownPeer = peer;
        await using QmpClient ownClient = client;
        using CancellationTokenSource cancellation = new();
        Task<JsonElement> first = CallAsync(client, "getfd", token: cancellation.Token);
        ScriptedPeer.Request getfd = await peer.ExpectAsync("getfd");
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        Task<JsonElement> second = CallAsync(client, "add-fd");
        await peer.AnswerAsync(await PassAsync(peer, client));
        await peer.AnswerAsync(getfd);
        await peer.AnswerAsync(await peer.ExpectAsync("add-fd"));
        await second;
    }

    [DescriptorFact]
    public async Task A_handle_that_is_closed_while_its_call_waits_is_sent_all_the_same()
    {
        (ScriptedPeer peer, QmpClient client) = await ScriptedPeer.ConnectAsync();
        await using ScriptedPeer ownPeer = peer;
        await using QmpClient ownClient = client;
        using SafeFileHandle other = File.OpenHandle(_path);
        Task<JsonElement> first = CallAsync(client, "getfd");
        Task<JsonElement> second = CallAsync(client, "add-fd", other);
        other.Dispose();
        await peer.AnswerAsync(await peer.ExpectAsync("getfd"));
        await peer.AnswerAsync(await peer.ExpectAsync("add-fd"));
        await Task.WhenAll(first, second);
    }

    [DescriptorFact]
    public async Task A_closed_handle_is_refused_and_the_connection_goes_on()
    {
        (ScriptedPeer peer, QmpClient client) = await ScriptedPeer.ConnectAsync();
        await using ScriptedPeer ownPeer = peer;
        await using QmpClient ownClient = client;
        _file.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => CallAsync(client, "getfd"));

        Task<JsonElement> next = client.ExecuteRawAsync("query-name");
        await peer.AnswerAsync(await peer.ExpectAsync("query-name"));
        await next;
    }

    [DescriptorFact]
    public async Task A_lost_connection_fails_the_calls_and_keeps_nothing_open()
    {
        (ScriptedPeer peer, QmpClient client) = await ScriptedPeer.ConnectAsync();
        await using ScriptedPeer ownPeer = peer;
        await using QmpClient ownClient = client;
        Task<JsonElement>[] calls = [CallAsync(client, "getfd"), CallAsync(client, "add-fd")];
        await peer.ExpectAsync("getfd");
        peer.Close();
        foreach (Task<JsonElement> call in calls)
        {
            await Assert.ThrowsAsync<QmpConnectionException>(() => call.WaitAsync(ScriptedPeer.Patience));
        }

        await Assert.ThrowsAsync<QmpConnectionException>(() => CallAsync(client, "getfd"));
        AssertIsLetGo(_file);
    }

    [Fact]
    public async Task A_descriptor_is_refused_where_the_connection_goes_by_TCP_and_the_connection_goes_on()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Task<QmpClient> connecting = QmpClient.ConnectAsync(
            $"tcp:127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}"
        );
        using TcpClient peer = await listener.AcceptTcpClientAsync();
        using StreamReader reader = new(peer.GetStream());
        using StreamWriter writer = new(peer.GetStream()) { AutoFlush = true };
        await writer.WriteLineAsync(ScriptedPeer.NoOob);
        await AnswerAsync();
        await using QmpClient client = await connecting.WaitAsync(ScriptedPeer.Patience);

        await Assert.ThrowsAsync<QmpNotSupportedException>(() => CallAsync(client, "getfd"));
        Task<JsonElement> next = client.ExecuteRawAsync("query-name");
        Assert.Contains("query-name", await AnswerAsync(), StringComparison.Ordinal);
        await next.WaitAsync(ScriptedPeer.Patience);

        async Task<string> AnswerAsync()
        {
            string request = await reader.ReadLineAsync().WaitAsync(ScriptedPeer.Patience) ?? "";
            await writer.WriteLineAsync($$"""{"return": {}, "id": {{JsonElement.Parse(request).GetProperty("id")}}}""");
            return request;
        }
    }

    [GuestAgentFact]
    public async Task A_guest_agent_takes_no_descriptors()
    {
        await using RealGuestAgent agent = await RealGuestAgent.StartAsync();
        await using AgentClient client = await AgentClient.ConnectAsync(agent.Endpoint);
        Assert.Contains(
            "guest agent",
            (await Assert.ThrowsAsync<QmpNotSupportedException>(() => CallAsync(client, "guest-ping"))).Message,
            StringComparison.Ordinal
        );
        await client.ExecuteRawAsync("guest-ping");
    }

    /// <summary>Has an out-of-band call pass whatever waits; when it is there, so would be what was sent before
    /// it.</summary>
    private static async Task<ScriptedPeer.Request> PassAsync(ScriptedPeer peer, QmpClient client)
    {
        _ = client.ExecuteRawOutOfBandAsync("query-yank");
        return await peer.ExpectAsync("query-yank");
    }

    /// <summary>Told by what the number leads to, which may be given to another file soon. The sender may be a little
    /// behind its answer.</summary>
    private void AssertIsLetGo(SafeFileHandle handle)
    {
        FileInfo link = new($"/proc/self/fd/{handle.DangerousGetHandle()}");
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        Assert.Equal(_path, link.LinkTarget);
        handle.Dispose();
        Assert.True(
            SpinWait.SpinUntil(() => new FileInfo(link.FullName).LinkTarget != _path, ScriptedPeer.Patience),
            "The file is still open."
        );
    }

    private Task<JsonElement> CallAsync(
        QmpClient client,
        string command,
        SafeFileHandle? descriptor = null,
        CancellationToken token = default
    ) => client.ExecuteRawAsync(command, null, new QmpCallOptions { Descriptor = descriptor ?? _file }, token);
}
