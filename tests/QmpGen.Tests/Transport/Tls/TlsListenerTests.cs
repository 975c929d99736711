using System.Net;
using System.Net.Sockets;
using System.Text;

namespace QmpGen.Tests;

/// <summary>TLS connections of a QEMU that connects to a listener.</summary>
public sealed class TlsListenerTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("qmpgen-");
    private readonly TestAuthority _authority = new();
    private readonly TestAuthority _foreignAuthority = new();
    private readonly string _server;

    public TlsListenerTests() => _server = _authority.AddServer(_authority.CreateDirectory(_directory.FullName));

    public void Dispose()
    {
        _authority.Dispose();
        _foreignAuthority.Dispose();
        _directory.Delete(recursive: true);
    }

    [QemuFact]
    public async Task TlsListener_WithTrustedQemu_AcceptsIt()
    {
        await using QmpListener listener = Start();
        await using RealQemu qemu = await StartQemuAsync(
            listener,
            _authority.AddClient(_authority.CreateDirectory(_directory.FullName))
        );
        await using QmpClient client = await QmpClient.ConnectAsync(listener);
        await client.ExecuteRawAsync("query-qmp-schema").WaitAsync(ScriptedPeer.WaitTimeout);
    }

    [QemuFact]
    public async Task TlsListener_WhenQemuHasNoCertificate_RejectsIt()
    {
        await using QmpListener listener = Start();
        await using RealQemu qemu = await StartQemuAsync(listener, _authority.CreateDirectory(_directory.FullName));
        Assert.Contains(
            "client-cert.pem",
            (await ListenerTimeouts.WaitForRejectedPeerAsync(listener)).Message,
            StringComparison.Ordinal
        );
    }

    [QemuFact]
    public async Task TlsListener_WhenQemuHasForeignCertificate_RejectsIt()
    {
        // QEMU trusts the listener, but presents a certificate of another authority.
        await using QmpListener listener = Start();
        await using RealQemu qemu = await StartQemuAsync(
            listener,
            _foreignAuthority.AddClient(_authority.CreateDirectory(_directory.FullName)),
            "sanity-check=no"
        );
        string message = (await ListenerTimeouts.WaitForRejectedPeerAsync(listener)).Message;
        Assert.Contains("CN=QmpGen test client", message, StringComparison.Ordinal);
        Assert.Contains("ca-cert.pem", message, StringComparison.Ordinal);
    }

    [QemuFact]
    public async Task TlsListener_WhenQemuDoesNotTrustIt_Throws()
    {
        await using QmpListener listener = Start();
        string client = _foreignAuthority.CreateDirectory(_directory.FullName);
        await using RealQemu qemu = await StartQemuAsync(listener, _authority.AddClient(client), "sanity-check=no");
        QmpConnectionException e = await Assert.ThrowsAsync<QmpConnectionException>(() =>
            QmpClient.ConnectAsync(listener)
        );
        Assert.Contains("ca-cert.pem", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TlsListener_WithSilentCaller_ReportsIt()
    {
        await using QmpListener listener = Start();
        using TcpClient silent = await ConnectAsync(listener);
        Assert.Contains(
            "tls-creds=",
            (await ListenerTimeouts.WaitForSilentPeerAsync(listener)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task TlsListener_WithPlainCaller_ReportsIt()
    {
        await using QmpListener listener = Start();
        using TcpClient plain = await ConnectAsync(listener);
        await plain.GetStream().WriteAsync(Encoding.UTF8.GetBytes(Greetings.Qemu72));
        Assert.Contains(
            "tls-creds=",
            (await ListenerTimeouts.WaitForRejectedPeerAsync(listener)).Message,
            StringComparison.Ordinal
        );
    }

    [QemuFact]
    public async Task TlsListener_WithPlainAndSilentCallers_StillAcceptsQemu()
    {
        await using QmpListener listener = Start();
        using TcpClient silent = await ConnectAsync(listener);
        using TcpClient plain = await ConnectAsync(listener);
        await plain.GetStream().WriteAsync(Encoding.UTF8.GetBytes(Greetings.Qemu72));
        await using RealQemu qemu = await StartQemuAsync(
            listener,
            _authority.AddClient(_authority.CreateDirectory(_directory.FullName))
        );
        await using QmpClient client = await QmpClient.ConnectAsync(
            listener,
            new() { ConnectTimeout = ScriptedPeer.WaitTimeout }
        );
        await client.ExecuteRawAsync("query-status").WaitAsync(ScriptedPeer.WaitTimeout);
    }

    [Fact]
    public async Task TlsListener_WhenDisposed_EndsWaitAndClosesCallers()
    {
        QmpListener listener = Start();
        using TcpClient silent = await ConnectAsync(listener);
        await ListenerTimeouts.WaitForSilentPeerAsync(listener);
        Task<QmpClient> waiting = QmpClient.ConnectAsync(listener, new() { ConnectTimeout = Timeout.InfiniteTimeSpan });
        await listener.DisposeAsync();
        await Assert.ThrowsAsync<QmpConnectionException>(() => waiting.WaitAsync(ScriptedPeer.WaitTimeout));
        Assert.Equal(0, await silent.GetStream().ReadAsync(new byte[1]).AsTask().WaitAsync(ScriptedPeer.WaitTimeout));
    }

    [Fact]
    public void TlsListener_OnUnixSocket_Throws() =>
        Assert.Contains(
            "tcp:HOST:PORT",
            Assert
                .Throws<ArgumentException>(() =>
                    QmpListener.Start($"unix:{_directory.FullName}/s", QmpTls.CreateServerOptions(_server))
                )
                .Message,
            StringComparison.Ordinal
        );

    private QmpListener Start() => QmpListener.Start("tcp:127.0.0.1:0", QmpTls.CreateServerOptions(_server));

    private static async Task<TcpClient> ConnectAsync(QmpListener listener)
    {
        TcpClient caller = new();
        await caller.ConnectAsync(IPAddress.Loopback, int.Parse(listener.Endpoint.Split(':')[^1], null));
        return caller;
    }

    private static Task<RealQemu> StartQemuAsync(
        QmpListener listener,
        string directory,
        string option = "verify-peer=yes"
    ) =>
        RealQemu.StartAsync([
            "-object",
            $"tls-creds-x509,id=tls0,dir={directory},endpoint=client,{option}",
            .. listener.QemuArguments,
        ]);
}
