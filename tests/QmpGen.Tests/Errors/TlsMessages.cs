using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace QmpGen.Tests;

/// <summary>Messages of TLS; this process plays the peers.</summary>
internal static class TlsMessages
{
    public static async Task CollectAsync(MessageCollector messages)
    {
        DirectoryInfo parent = Directory.CreateTempSubdirectory("qmpgen-");
        using TestAuthority authority = new();
        using TestAuthority foreignAuthority = new();
        CollectFiles(messages, parent.FullName, authority);
        await CollectClientAsync(messages, parent.FullName, authority, foreignAuthority);
        await CollectListenerAsync(messages, parent.FullName, authority, foreignAuthority);
        parent.Delete(recursive: true);
    }

    private static void CollectFiles(MessageCollector messages, string parent, TestAuthority authority)
    {
        messages.BeginSection("TLS certificate files");
        string directory = authority.CreateDirectory(parent);
        messages.Replace(directory, "{directory}");
        messages.Add("The server certificate is missing", () => QmpTls.CreateServerOptions(directory));
        authority.AddServer(authority.AddClient(directory));
        File.Delete(Path.Combine(directory, "client-key.pem"));
        messages.Add("The client key is missing", () => QmpTls.CreateClientOptions(directory));
        File.WriteAllText(Path.Combine(directory, "server-key.pem"), "not PEM");
        messages.Add("The server key is not PEM", () => QmpTls.CreateServerOptions(directory));
        File.WriteAllText(Path.Combine(directory, "ca-crl.pem"), "");
        messages.Add("The directory has a revocation list", () => QmpTls.CreateServerOptions(directory));
        File.WriteAllText(Path.Combine(directory, "ca-cert.pem"), "");
        messages.Add("The authority's file is empty", () => QmpTls.CreateClientOptions(directory));
        File.Delete(Path.Combine(directory, "ca-cert.pem"));
        messages.Add("The authority's file is missing", () => QmpTls.CreateClientOptions(directory));
    }

    private static async Task CollectClientAsync(
        MessageCollector messages,
        string parent,
        TestAuthority authority,
        TestAuthority foreignAuthority
    )
    {
        messages.BeginSection("TLS to a listening QEMU");
        string server = authority.AddServer(authority.CreateDirectory(parent));
        SslClientAuthenticationOptions client = Client();
        await messages.AddAsync(
            "The server is of another authority",
            () => ConnectAsync(foreignAuthority.AddServer(foreignAuthority.CreateDirectory(parent)), client)
        );
        await messages.AddAsync(
            "The server has another name",
            () => ConnectAsync(authority.AddServer(authority.CreateDirectory(parent), "vm1.example.org"), client)
        );
        await messages.AddAsync(
            "The server's certificate has expired",
            () => ConnectAsync(authority.AddServer(authority.CreateDirectory(parent), expired: true), client)
        );
        SslClientAuthenticationOptions rejecting = Client();
        rejecting.RemoteCertificateValidationCallback = (_, _, _, _) => false;
        await messages.AddAsync("The callback rejects the server", () => ConnectAsync(server, rejecting));
        await messages.AddAsync(
            "The client has no certificate",
            () => ConnectAsync(server, QmpTls.CreateClientOptions(authority.CreateDirectory(parent)))
        );
        await messages.AddAsync("The server does not use TLS", () => ConnectAsync(null, client));
        await messages.AddAsync(
            "The server is silent",
            async () =>
            {
                using TcpListener silent = new(IPAddress.Loopback, 0);
                silent.Start();
                QmpClientOptions options = new() { Tls = client, ConnectTimeout = TimeSpan.FromMilliseconds(200) };
                await QmpClient.ConnectAsync($"tcp:{silent.LocalEndpoint}", options);
            }
        );

        SslClientAuthenticationOptions Client() =>
            QmpTls.CreateClientOptions(authority.AddClient(authority.CreateDirectory(parent)));
    }

    private static async Task CollectListenerAsync(
        MessageCollector messages,
        string parent,
        TestAuthority authority,
        TestAuthority foreignAuthority
    )
    {
        messages.BeginSection("TLS with a QEMU that connects");
        SslServerAuthenticationOptions server = QmpTls.CreateServerOptions(
            authority.AddServer(authority.CreateDirectory(parent))
        );
        await using (QmpListener listener = QmpListener.Start("tcp:127.0.0.1:0", server))
        {
            await messages.AddAsync(
                "No peer connects",
                () => QmpClient.ConnectAsync(listener, new() { ConnectTimeout = TimeSpan.FromMilliseconds(50) })
            );
            using TcpClient silent = await ConnectAsync(listener);
            await messages.AddAsync(
                "A silent peer connects",
                async () => throw await ListenerTimeouts.WaitForSilentPeerAsync(listener)
            );
        }

        await using (QmpListener listener = QmpListener.Start("tcp:127.0.0.1:0", server))
        {
            using TcpClient plain = await ConnectAsync(listener);
            await plain.GetStream().WriteAsync(Encoding.UTF8.GetBytes(Greetings.Qemu72));
            await messages.AddAsync(
                "A peer connects without TLS",
                async () => throw await ListenerTimeouts.WaitForRejectedPeerAsync(listener)
            );
        }

        await AddClientAsync(
            "The peer has no certificate",
            QmpTls.CreateClientOptions(authority.CreateDirectory(parent))
        );
        await AddClientAsync(
            "The peer's certificate is of another authority",
            QmpTls.CreateClientOptions(foreignAuthority.AddClient(authority.CreateDirectory(parent)))
        );

        async Task AddClientAsync(string scenario, SslClientAuthenticationOptions client)
        {
            await using QmpListener listener = QmpListener.Start("tcp:127.0.0.1:0", server);
            client.TargetHost = "127.0.0.1";
            using TcpClient tcp = await ConnectAsync(listener);
            await using SslStream ssl = new(tcp.GetStream());
            Task handshake = ssl.AuthenticateAsClientAsync(client);
            await messages.AddAsync(
                scenario,
                async () => throw await ListenerTimeouts.WaitForRejectedPeerAsync(listener)
            );
            await Record.ExceptionAsync(() => handshake);
        }
    }

    /// <summary>Connects a client to a server that uses the certificate in a directory, or no TLS.</summary>
    private static async Task ConnectAsync(string? serverDirectory, SslClientAuthenticationOptions client)
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Task<QmpClient> connecting = QmpClient.ConnectAsync($"tcp:{listener.LocalEndpoint}", new() { Tls = client });
        using TcpClient accepted = await listener.AcceptTcpClientAsync();
        await using SslStream ssl = new(accepted.GetStream());
        Exception? rejection = await Record.ExceptionAsync(async () =>
        {
            if (serverDirectory is null)
            {
                await accepted.GetStream().WriteAsync(Encoding.UTF8.GetBytes(Greetings.Qemu72));
                return;
            }

            await ssl.AuthenticateAsServerAsync(QmpTls.CreateServerOptions(serverDirectory));
        });
        if (rejection is not null)
        {
            await ssl.DisposeAsync();
        }

        await (await connecting.WaitAsync(ScriptedPeer.WaitTimeout)).DisposeAsync();
    }

    private static async Task<TcpClient> ConnectAsync(QmpListener listener)
    {
        TcpClient peer = new();
        await peer.ConnectAsync(IPAddress.Loopback, int.Parse(listener.Endpoint.Split(':')[^1], null));
        return peer;
    }
}
