using System.Net;
using System.Net.Sockets;
using System.Text;

namespace QmpGen.Tests;

/// <summary>Messages of endpoints and listeners.</summary>
internal static class EndpointMessages
{
    private static readonly QmpClientOptions s_shortTimeout = new() { ConnectTimeout = TimeSpan.FromMilliseconds(50) };

    // Something must happen before the timeout, even on a busy machine.
    private static readonly QmpClientOptions s_longTimeout = new() { ConnectTimeout = TimeSpan.FromSeconds(1) };

    public static async Task CollectAsync(MessageCollector messages)
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("qmpgen-");
        string abstractName = $"qmpgen-{Guid.NewGuid():N}";
        messages.Replace(directory.FullName, "{directory}");
        messages.Replace(abstractName, "{name}");
        CollectNotation(messages);
        await CollectConnectAsync(messages, directory.FullName, abstractName);
        await CollectTcpAsync(messages);
        await CollectOtherConnectAsync(messages, abstractName);
        CollectListen(messages, directory.FullName);
        await CollectListenerAsync(messages, directory.FullName);
        directory.Delete(recursive: true);
    }

    private static void CollectNotation(MessageCollector messages)
    {
        messages.BeginSection("Endpoint notation");
        foreach (
            string endpoint in (string[])
                [
                    "/run/vm1.qmp",
                    "unix:",
                    "unix:@",
                    "unix:/run/vm1.qmp,server=on,wait=off",
                    "unix:vm1,abstract=maybe",
                    "unix:vm1,tight=off",
                    "fd:stdin",
                    "tcp:localhost",
                    "tcp:::1:4444",
                ]
        )
        {
            messages.Add($"Parse {endpoint}", () => QmpEndpoint.Parse(endpoint));
        }

        messages.Add("Parse a path with NUL", () => QmpEndpoint.Parse("unix:\0vm1"));
        messages.Replace(new string('x', 107), "{long path}");
        messages.Add("Parse a path that is too long", () => QmpEndpoint.Parse("unix:/" + new string('x', 107)));
    }

    private static async Task CollectConnectAsync(MessageCollector messages, string directory, string abstractName)
    {
        messages.BeginSection("Connecting to an endpoint");
        await messages.AddAsync("The socket file is missing", () => QmpClient.ConnectAsync($"unix:{directory}/none"));

        await AddAsync("The socket file is stale", UnreachableSocket.CreateStale(directory));
        await AddAsync("The path is a directory", directory);
        File.WriteAllText($"{directory}/plain", "text");
        await AddAsync("The path is an ordinary file", $"{directory}/plain");
        await AddAsync("A part of the path is a file", $"{directory}/plain/qmp");
        File.CreateSymbolicLink($"{directory}/loop", $"{directory}/loop");
        await AddAsync("The path is a link to itself", $"{directory}/loop");
        await AddAsync("The path is a FIFO", UnreachableSocket.CreateFifo(directory));
        using Socket datagram = UnreachableSocket.BindDatagram($"{directory}/datagram");
        await AddAsync("The path is a datagram socket", $"{directory}/datagram");
        using Socket bound = UnreachableSocket.Bind($"{directory}/bound");
        await AddAsync("The socket is bound but not listening", $"{directory}/bound");
        await messages.AddAsync(
            "The socket is not accessible",
            () => UnreachableSocket.ConnectWithoutPermissionAsync($"{directory}/bound")
        );
        await AddAsync("The abstract name is unused", $"@{abstractName}");
        await messages.AddAsync(
            "The socket file does not appear in time",
            () => QmpClient.ConnectAsync($"unix:{directory}/none", s_longTimeout with { WaitForPeer = true })
        );
        await AddLeavingPeerAsync(messages, directory);

        Task AddAsync(string scenario, string path) =>
            messages.AddAsync(scenario, () => QmpClient.ConnectAsync($"unix:{path}"));
    }

    private static async Task AddLeavingPeerAsync(MessageCollector messages, string directory)
    {
        using Socket listening = UnreachableSocket.Bind($"{directory}/leaving");
        listening.Listen();
        Task<Socket> accepting = listening.AcceptAsync();
        await messages.AddAsync(
            "The peer at a socket file leaves before its greeting",
            async () =>
            {
                Task<QmpClient> connecting = QmpClient.ConnectAsync($"unix:{directory}/leaving");
                (await accepting).Dispose();
                await connecting;
            }
        );
    }

    private static async Task CollectTcpAsync(MessageCollector messages)
    {
        using TcpListener leaving = new(IPAddress.Loopback, 0);
        leaving.Start();
        await messages.AddAsync(
            "The peer at a TCP port leaves before its greeting",
            async () =>
            {
                Task<QmpClient> connecting = QmpClient.ConnectAsync($"tcp:{leaving.LocalEndpoint}");
                (await leaving.AcceptSocketAsync()).Dispose();
                await connecting;
            }
        );
        await messages.AddAsync("The TCP port is unused", () => QmpClient.ConnectAsync("tcp:127.0.0.1:1"));
        await messages.AddAsync("The TCP host is unknown", () => QmpClient.ConnectAsync("tcp:vm.invalid:1"));

        // A full accept queue drops packets, as a firewall does.
        using Socket full = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        full.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        full.Listen(0);
        using TcpClient first = new();
        await first.ConnectAsync((IPEndPoint)full.LocalEndPoint!);
        await messages.AddAsync(
            "The TCP host drops packets",
            () => QmpClient.ConnectAsync($"tcp:{full.LocalEndPoint}", s_shortTimeout)
        );
        await messages.AddAsync("The descriptor is not open", () => QmpClient.ConnectAsync("fd:999"));
        using Socket unconnected = UnixAddress.CreateSocket();
        nint descriptor = unconnected.SafeHandle.DangerousGetHandle();
        messages.Replace($"fd:{descriptor}", "fd:{number}");
        await messages.AddAsync(
            "The descriptor is an unconnected socket",
            () => QmpClient.ConnectAsync($"fd:{descriptor}")
        );
    }

    private static async Task CollectOtherConnectAsync(MessageCollector messages, string abstractName)
    {
        using Socket busy = UnixAddress.CreateSocket();
        busy.Bind(new UnixDomainSocketEndPoint($"\0{abstractName}"));
        busy.Listen(0);
        using Socket first = UnixAddress.CreateSocket();
        await first.ConnectAsync(new UnixDomainSocketEndPoint($"\0{abstractName}"));
        await messages.AddAsync(
            "The accept queue is full",
            () => QmpClient.ConnectAsync($"unix:@{abstractName}", s_longTimeout)
        );
        await messages.AddAsync(
            "A custom endpoint returns null",
            () => QmpClient.ConnectAsync(QmpEndpoint.Create("my tunnel", _ => ValueTask.FromResult<Stream>(null!)))
        );
        await messages.AddAsync(
            "A custom endpoint throws",
            () =>
                QmpClient.ConnectAsync(
                    QmpEndpoint.Create("my tunnel", _ => throw new IOException("The tunnel is closed."))
                )
        );

        await messages.AddAsync(
            "A custom endpoint does not return",
            () =>
                QmpClient.ConnectAsync(
                    QmpEndpoint.Create("my tunnel", _ => new(new TaskCompletionSource<Stream>().Task)),
                    s_shortTimeout
                )
        );

        ScriptedPeer peer = ScriptedPeer.Create();
        QmpEndpoint stream = peer.ClientStream;
        await (await peer.NegotiateAsync(QmpClient.ConnectAsync(stream), Greetings.Qemu72)).DisposeAsync();
        await messages.AddAsync("A stream is used twice", () => QmpClient.ConnectAsync(stream));
        await peer.DisposeAsync();
        await messages.AddAsync(
            "A stream with a reconnect policy",
            () => QmpClient.ConnectAsync(Stream.Null, new() { Reconnect = new() })
        );
        await messages.AddAsync(
            "TLS over a unix socket",
            () => QmpClient.ConnectAsync("unix:/run/vm1.qmp", new() { Tls = new() })
        );
    }

    private static void CollectListen(MessageCollector messages, string directory)
    {
        messages.BeginSection("Listening");
        messages.Add("Listen at a descriptor", () => QmpListener.Start("fd:3"));
        messages.Add("Listen at TCP without a port", () => QmpListener.Start("tcp:127.0.0.1"));
        messages.Add("Listen in a missing directory", () => QmpListener.Start($"unix:{directory}/none/qmp"));
        messages.Add("Listen at a directory", () => QmpListener.Start($"unix:{directory}"));
        File.WriteAllText($"{directory}/file", "");
        messages.Add("Listen at an ordinary file", () => QmpListener.Start($"unix:{directory}/file"));
        messages.Add("Listen at a name in use", () => ListenTwice("unix:@qmpgen-in-use"));
        messages.Add("Listen at a foreign address", () => QmpListener.Start("tcp:192.0.2.1:0"));
        messages.Add("TLS at a unix socket", () => QmpListener.Start($"unix:{directory}/tls", new()));

        using QmpListener unix = QmpListener.Start($"unix:{directory}/qmp");
        messages.Add("Listen at a unix socket in use", () => QmpListener.Start(unix.Endpoint));
        using QmpListener tcp = QmpListener.Start("tcp:127.0.0.1:0");
        messages.Add("Listen at a TCP port in use", () => QmpListener.Start(tcp.Endpoint));
    }

    private static void ListenTwice(string endpoint)
    {
        using QmpListener first = QmpListener.Start(endpoint);
        QmpListener.Start(endpoint);
    }

    private static async Task CollectListenerAsync(MessageCollector messages, string directory)
    {
        QmpListener listener = QmpListener.Start($"unix:{directory}/qmp");
        await messages.AddAsync("No peer connects", () => QmpClient.ConnectAsync(listener, s_shortTimeout));
        using (Socket silent = UnixAddress.CreateSocket())
        {
            await silent.ConnectAsync(new UnixDomainSocketEndPoint($"{directory}/qmp"));
            await messages.AddAsync("A silent peer connects", () => QmpClient.ConnectAsync(listener, s_shortTimeout));
        }

        using (Socket starting = UnixAddress.CreateSocket())
        {
            await starting.ConnectAsync(new UnixDomainSocketEndPoint($"{directory}/qmp"));
            await starting.SendAsync(Encoding.UTF8.GetBytes(Greetings.Qemu72));
            await messages.AddAsync(
                "A peer greets but does not execute commands",
                () => QmpClient.ConnectAsync(listener, s_longTimeout)
            );
        }

        using (Socket leaving = UnixAddress.CreateSocket())
        {
            await leaving.ConnectAsync(new UnixDomainSocketEndPoint($"{directory}/qmp"));
        }

        await messages.AddAsync("A peer connects and leaves", () => QmpClient.ConnectAsync(listener));
        await messages.AddAsync(
            "A listener with the TLS option of clients",
            () => QmpClient.ConnectAsync(listener, new() { Tls = new() })
        );
        await listener.DisposeAsync();
        await messages.AddAsync("The listener is disposed", () => QmpClient.ConnectAsync(listener));
    }
}
