using System.Net;
using System.Net.Sockets;

namespace QmpGen.Tests;

/// <summary>Messages of the handshakes with a monitor and with a guest agent.</summary>
internal static class ConnectMessages
{
    private static readonly QmpClientOptions s_shortTimeout = new() { ConnectTimeout = TimeSpan.FromMilliseconds(500) };

    public static async Task CollectAsync(MessageCollector messages)
    {
        messages.BeginSection("Handshake with a monitor");
        await messages.AddAsync("The peer is silent", () => FailAsync(_ => Task.CompletedTask, s_shortTimeout));
        using TcpListener silent = new(IPAddress.Loopback, 0);
        silent.Start();
        await messages.AddAsync(
            "The peer is silent on TCP",
            () => QmpClient.ConnectAsync($"tcp:{silent.LocalEndpoint}", s_shortTimeout)
        );
        await messages.AddAsync(
            "QEMU greets but does not execute commands",
            () => FailAsync(peer => peer.SendAsync(Greetings.Qemu72), s_shortTimeout)
        );
        await messages.AddAsync("The peer closes the connection", () => FailAsync(CloseAsync));
        await messages.AddAsync(
            "QEMU greets and closes the connection",
            () =>
                FailAsync(async peer =>
                {
                    await peer.SendAsync(Greetings.Qemu72);
                    await peer.ReceiveAsync();
                    await CloseAsync(peer);
                })
        );
        await messages.AddAsync(
            "The peer is a human monitor",
            () => FailAsync(peer => peer.SendAsync("QEMU 7.2.22 monitor - type 'help' for more information"))
        );
        await messages.AddAsync("The greeting is not JSON", () => FailAsync(peer => peer.SendAsync("{\"QMP\" [1]}")));
        await messages.AddAsync(
            "The greeting has no version",
            () => FailAsync(peer => peer.SendAsync("""{"QMP": {"capabilities": []}}"""))
        );
        await messages.AddAsync(
            "The required out-of-band execution is not offered",
            () =>
                FailAsync(
                    peer => peer.SendAsync(Greetings.WithoutOutOfBand),
                    new() { OutOfBand = QmpOutOfBandMode.Required }
                )
        );
        await messages.AddAsync(
            "QEMU rejects the capabilities",
            () =>
                FailAsync(async peer =>
                {
                    await peer.SendAsync(Greetings.Qemu72);
                    await peer.ReceiveAsync();
                    await peer.SendAsync(
                        """{"error": {"class": "GenericError", "desc": "Invalid parameter 'oob'"}, "id": 1}"""
                    );
                })
        );

        messages.BeginSection("Handshake with a guest agent");
        await messages.AddAsync("The agent is silent", () => FailAgentAsync(_ => Task.CompletedTask, s_shortTimeout));
        await messages.AddAsync(
            "The peer is not an agent",
            () => FailAgentAsync(peer => peer.SendAsync("login: "), s_shortTimeout)
        );
        await messages.AddAsync("The agent closes the connection", () => FailAgentAsync(CloseAsync));
        await messages.AddAsync(
            "Out-of-band execution is required",
            () => FailAgentAsync(_ => Task.CompletedTask, new() { OutOfBand = QmpOutOfBandMode.Required })
        );
    }

    private static Task CloseAsync(ScriptedPeer peer)
    {
        peer.Close();
        return Task.CompletedTask;
    }

    private static async Task FailAsync(Func<ScriptedPeer, Task> script, QmpClientOptions? options = null)
    {
        await using ScriptedPeer peer = ScriptedPeer.Create();
        Task<QmpClient> connecting = QmpClient.ConnectAsync(peer.ClientStream, options);
        await script(peer);
        await connecting.WaitAsync(ScriptedPeer.WaitTimeout);
    }

    private static async Task FailAgentAsync(Func<ScriptedPeer, Task> script, QmpClientOptions? options = null)
    {
        await using ScriptedPeer peer = ScriptedPeer.Create();
        Task<AgentClient> connecting = AgentClient.ConnectAsync(peer.ClientStream, options);
        await script(peer);
        await connecting.WaitAsync(ScriptedPeer.WaitTimeout);
    }
}
