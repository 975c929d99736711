using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

/// <summary>Messages of calls and of the end of a connection.</summary>
internal static class CallMessages
{
    private static readonly JsonElement s_largeArguments = JsonElement.Parse(
        $$"""{"text": "{{new string('x', 1 << 20)}}"}"""
    );

    public static async Task CollectAsync(MessageCollector messages)
    {
        messages.BeginSection("Failed calls");
        await CollectErrorsAsync(messages);
        await CollectTimeoutsAsync(messages);
        await CollectUnsupportedAsync(messages);
        messages.BeginSection("Ended connections");
        await CollectEndsAsync(messages);
        await CollectProtocolErrorsAsync(messages);
        messages.BeginSection("Calls to a guest agent");
        await CollectGuestAgentAsync(messages);
    }

    private static async Task CollectErrorsAsync(MessageCollector messages)
    {
        await messages.AddAsync(
            "QEMU reports an error",
            () =>
                CallAsync(
                    (peer, request) =>
                        peer.SendAsync(
                            $$$"""{"id": {{{request.Id}}}, "error": {"class": "DeviceNotFound", "desc": "Device 'nope' not found"}}"""
                        )
                )
        );
        await messages.AddAsync(
            "The response has neither return nor error",
            () => CallAsync((peer, request) => peer.SendAsync($$"""{"result": {}, "id": {{request.Id}}}"""))
        );
    }

    private static async Task CollectTimeoutsAsync(MessageCollector messages)
    {
        QmpCallOptions shortTimeout = new() { Timeout = TimeSpan.FromMilliseconds(500) };
        await messages.AddAsync(
            "No response in time",
            async () =>
            {
                await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
                Task call = peer.Client.ExecuteRawAsync("query-block", null, shortTimeout);
                await peer.ExpectAsync("query-block");
                await call.WaitAsync(WaitTimeout);
            }
        );
        await messages.AddAsync(
            "No window slot in time",
            async () =>
            {
                await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
                for (int i = 0; i < 8; i++)
                {
                    _ = peer.Client.ExecuteRawAsync("query-block");
                }

                await peer.Client.ExecuteRawAsync("query-block", null, shortTimeout).WaitAsync(WaitTimeout);
            }
        );
        await messages.AddAsync(
            "The peer does not read in time",
            async () =>
            {
                await using ConnectedPeer peer = await ConnectedPeer.CreateAsync(Greetings.WithoutOutOfBand);
                _ = peer.Client.ExecuteRawAsync("large", s_largeArguments);
                await peer.Client.ExecuteRawAsync("query-block", null, shortTimeout).WaitAsync(WaitTimeout);
            }
        );
        await messages.AddAsync(
            "An earlier call with a descriptor is pending",
            async () =>
            {
                string path = Path.GetTempFileName();
                using SafeFileHandle file = File.OpenHandle(path, options: FileOptions.DeleteOnClose);
                await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
                _ = peer.Client.ExecuteRawAsync("add-fd", null, new QmpCallOptions { Descriptor = file });
                await peer
                    .Client.ExecuteRawAsync("add-fd", null, shortTimeout with { Descriptor = file })
                    .WaitAsync(WaitTimeout);
            }
        );
    }

    private static async Task CollectUnsupportedAsync(MessageCollector messages)
    {
        await messages.AddAsync(
            "Out-of-band execution is off",
            async () =>
            {
                await using ConnectedPeer peer = await ConnectedPeer.CreateAsync(Greetings.WithoutOutOfBand);
                await peer.Client.ExecuteRawOutOfBandAsync("query-yank");
            }
        );
        string path = Path.GetTempFileName();
        using SafeFileHandle file = File.OpenHandle(path, options: FileOptions.DeleteOnClose);
        await messages.AddAsync(
            "A descriptor over another stream",
            async () =>
            {
                await using ScriptedPeer peer = ScriptedPeer.Create();
                await using QmpClient client = await peer.NegotiateAsync(
                    QmpClient.ConnectAsync(new FaultyStream(peer.ClientStream)),
                    Greetings.Qemu72
                );
                await client.ExecuteRawAsync("add-fd", null, new QmpCallOptions { Descriptor = file });
            }
        );
        await messages.AddAsync(
            "A descriptor that is not open",
            async () =>
            {
                await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
                using SafeFileHandle invalid = new(int.MaxValue, ownsHandle: false);
                await peer.Client.ExecuteRawAsync("add-fd", null, new QmpCallOptions { Descriptor = invalid });
            }
        );
        await messages.AddAsync(
            "A descriptor for a guest agent",
            async () =>
            {
                await using ConnectedGuestAgent peer = await ConnectedGuestAgent.CreateAsync();
                await peer.Client.ExecuteRawAsync("guest-ping", null, new QmpCallOptions { Descriptor = file });
            }
        );
    }

    private static async Task CollectEndsAsync(MessageCollector messages)
    {
        await messages.AddAsync(
            "The peer closes the connection",
            () =>
                CallAsync(
                    (peer, _) =>
                    {
                        peer.Close();
                        return Task.CompletedTask;
                    }
                )
        );
        await messages.AddAsync(
            "The client is disposed during a call",
            async () =>
            {
                await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
                Task call = peer.Client.ExecuteRawAsync("query-status");
                await peer.ExpectAsync("query-status");
                await peer.Client.DisposeAsync();
                await call.WaitAsync(WaitTimeout);
            }
        );
        await messages.AddAsync(
            "The client is disposed before a call",
            async () =>
            {
                await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
                await peer.Client.DisposeAsync();
                await peer.Client.ExecuteRawAsync("query-status");
            }
        );
        await messages.AddAsync(
            "The client is closed and cannot become connected",
            async () =>
            {
                await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
                peer.Close();
                await peer.Client.Closed.WaitAsync(WaitTimeout);
                await peer.Client.WaitUntilConnectedAsync();
            }
        );
        await messages.AddAsync("The client gave up reconnecting", GiveUpAsync);
        await messages.AddAsync(
            "The peer does not read a request",
            async () =>
            {
                await using ConnectedPeer peer = await ConnectedPeer.CreateAsync(
                    Greetings.WithoutOutOfBand,
                    new() { WriteTimeout = TimeSpan.FromMilliseconds(200) }
                );
                await peer.Client.ExecuteRawAsync("device_add", s_largeArguments).WaitAsync(WaitTimeout);
            }
        );
        await messages.AddAsync(
            "The stream fails",
            async () =>
            {
                await using ScriptedPeer peer = ScriptedPeer.Create();
                FaultyStream stream = new(peer.ClientStream);
                await using QmpClient client = await peer.NegotiateAsync(
                    QmpClient.ConnectAsync(stream),
                    Greetings.Qemu72
                );
                stream.FailWrites(new IOException("Broken pipe"));
                await client.ExecuteRawAsync("query-status").WaitAsync(WaitTimeout);
            }
        );
    }

    private static async Task GiveUpAsync()
    {
        await using ScriptedEndpoint endpoint = new();
        QmpReconnectPolicy policy = new() { GiveUpAfter = TimeSpan.FromMilliseconds(100) };
        await using QmpClient client = await endpoint.ConnectAsync(new() { Reconnect = policy });
        endpoint.FailuresBeforeSuccess = int.MaxValue;
        endpoint.FirstPeer.Close();
        await client.Closed.WaitAsync(WaitTimeout);
        await client.ExecuteRawAsync("query-status");
    }

    private static async Task CollectProtocolErrorsAsync(MessageCollector messages)
    {
        await messages.AddAsync("QEMU greets again", () => CallAsync((peer, _) => peer.SendAsync(Greetings.Qemu72)));
        await messages.AddAsync(
            "The message is not JSON",
            () => CallAsync((peer, _) => peer.SendAsync("""{"return" 5}"""))
        );
        await messages.AddAsync(
            "The message is not an object",
            () => CallAsync((peer, _) => peer.SendAsync("(qemu) "))
        );
        await messages.AddAsync(
            "The message is too large",
            () =>
                CallAsync(
                    (peer, _) => peer.SendAsync($$"""{"return": "{{new string('x', 2000)}}"}"""),
                    options: new() { MaxMessageBytes = 1000 }
                )
        );
        await messages.AddAsync(
            "The response has no id",
            async () =>
            {
                await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
                Task call = peer.Client.ExecuteRawAsync("query-status");
                _ = peer.Client.ExecuteRawAsync("query-status");
                await peer.ExpectAsync("query-status");
                await peer.ExpectAsync("query-status");
                await peer.SendAsync(
                    """{"error": {"class": "GenericError", "desc": "JSON parse error, Missing value in dict"}}"""
                );
                await call.WaitAsync(WaitTimeout);
            }
        );
    }

    private static async Task CollectGuestAgentAsync(MessageCollector messages)
    {
        await messages.AddAsync(
            "The agent is restarted",
            async () =>
            {
                await using ConnectedGuestAgent peer = await ConnectedGuestAgent.CreateAsync();
                Task call = peer.Client.ExecuteRawAsync("guest-file-open");
                await peer.ExpectBetweenTokensAsync("guest-file-open");
                _ = peer.Client.ExecuteRawAsync("guest-ping");
                await peer.SendTokenAsync(await peer.ExpectBetweenTokensAsync("guest-ping"));
                await call.WaitAsync(WaitTimeout);
            }
        );
        await messages.AddAsync(
            "The agent sends too much noise",
            async () =>
            {
                await using ConnectedGuestAgent peer = await ConnectedGuestAgent.CreateAsync();
                Task call = peer.Client.ExecuteRawAsync("guest-file-open");
                await peer.ExpectBetweenTokensAsync("guest-file-open");
                await peer.SendLineAsync(string.Concat(Enumerable.Repeat("{}", NoiseLimit.MaxObjects + 1)));
                await call.WaitAsync(WaitTimeout);
            }
        );
        await messages.AddAsync(
            "A long message has an invalid literal",
            () => CallAsync((peer, _) => peer.SendAsync($$"""{"return": n{{new string('x', 10_000)}}}"""))
        );
        await messages.AddAsync(
            "The agent does not respond in time",
            async () =>
            {
                await using ConnectedGuestAgent peer = await ConnectedGuestAgent.CreateAsync();
                QmpCallOptions options = new() { Timeout = TimeSpan.FromMilliseconds(500) };
                Task call = peer.Client.ExecuteRawAsync("guest-fsfreeze-freeze", null, options);
                await peer.ExpectBetweenTokensAsync("guest-fsfreeze-freeze");
                await call.WaitAsync(WaitTimeout);
            }
        );
    }

    /// <summary>Makes a call to which the peer reacts as given.</summary>
    private static async Task CallAsync(
        Func<ConnectedPeer, ReceivedRequest, Task> react,
        string greeting = Greetings.Qemu72,
        QmpClientOptions? options = null
    )
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync(greeting, options);
        Task call = peer.Client.ExecuteRawAsync("query-status");
        await react(peer, await peer.ExpectAsync("query-status"));
        await call.WaitAsync(WaitTimeout);
    }
}
