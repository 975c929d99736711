using System.Net;
using System.Net.Sockets;

namespace QmpGen.Tests;

/// <summary>TLS with a QEMU that calls in.</summary>
public sealed class TlsListenerTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("qmpgen-");
    private readonly TestAuthority _authority = new();
    private readonly TestAuthority _stranger = new();
    private readonly string _server;

    public TlsListenerTests() => _server = _authority.AddServer(_authority.CreateDirectory(_directory.FullName));

    public void Dispose()
    {
        _authority.Dispose();
        _stranger.Dispose();
        _directory.Delete(recursive: true);
    }

    [QemuFact]
    public async Task QEMU_calls_in_by_TLS()
    {
        await using QmpListener listener = Start();
        await using RealQemu qemu = await CallAsync(
            listener,
            _authority.AddClient(_authority.CreateDirectory(_directory.FullName))
        );
        await using QmpClient client = await QmpClient.ConnectAsync(listener);
        await client.ExecuteRawAsync("query-qmp-schema").WaitAsync(ScriptedPeer.Patience);
    }

    [QemuFact]
    public async Task A_QEMU_without_a_certificate_is_turned_away()
    {
        await using QmpListener listener = Start();
        await using RealQemu qemu = await CallAsync(listener, _authority.CreateDirectory(_directory.FullName));
        Assert.Contains(
            "presented no certificate",
            await RefusalAsync(listener, "does not go on"),
            StringComparison.Ordinal
        );
    }

    [QemuFact]
    public async Task A_QEMU_with_a_certificate_of_another_authority_is_turned_away()
    {
        // It trusts this side, but presents what a stranger has issued.
        await using QmpListener listener = Start();
        await using RealQemu qemu = await CallAsync(
            listener,
            _stranger.AddClient(_authority.CreateDirectory(_directory.FullName)),
            "sanity-check=no"
        );
        string message = await RefusalAsync(listener, "does not go on");
        Assert.Contains("CN=QmpGen test client", message, StringComparison.Ordinal);
        Assert.Contains("does not trust who issued it", message, StringComparison.Ordinal);
    }

    [QemuFact]
    public async Task A_QEMU_that_does_not_trust_this_side_is_told_of()
    {
        await using QmpListener listener = Start();
        string client = _stranger.CreateDirectory(_directory.FullName);
        await using RealQemu qemu = await CallAsync(listener, _authority.AddClient(client), "sanity-check=no");
        QmpConnectionException e = await Assert.ThrowsAsync<QmpConnectionException>(() =>
            QmpClient.ConnectAsync(listener)
        );
        Assert.Contains("ca-cert.pem", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_calls_in_without_TLS_is_told_of_and_so_is_who_says_nothing()
    {
        await using QmpListener listener = Start();
        using TcpClient silent = await CallAsync(listener);
        Assert.Contains("does not go on with the handshake", await RefusalAsync(listener), StringComparison.Ordinal);

        using TcpClient plain = await CallAsync(listener);
        await plain.GetStream().WriteAsync(System.Text.Encoding.UTF8.GetBytes(ScriptedPeer.Qemu72));
        Assert.Contains("does not speak TLS", await RefusalAsync(listener, "does not go on"), StringComparison.Ordinal);
    }

    [QemuFact]
    public async Task Neither_of_them_keeps_a_QEMU_out()
    {
        await using QmpListener listener = Start();
        using TcpClient silent = await CallAsync(listener);
        using TcpClient plain = await CallAsync(listener);
        await plain.GetStream().WriteAsync(System.Text.Encoding.UTF8.GetBytes(ScriptedPeer.Qemu72));
        Task<QmpClient> connecting = QmpClient.ConnectAsync(listener, new() { ConnectTimeout = ScriptedPeer.Patience });
        await using RealQemu qemu = await CallAsync(
            listener,
            _authority.AddClient(_authority.CreateDirectory(_directory.FullName))
        );
        await using QmpClient client = await connecting;
        await client.ExecuteRawAsync("query-status").WaitAsync(ScriptedPeer.Patience);
    }

    [Fact]
    public async Task Disposing_the_listener_ends_the_waiting_and_hangs_up_on_who_waits()
    {
        QmpListener listener = Start();
        using TcpClient silent = await CallAsync(listener);
        await RefusalAsync(listener);
        Task<QmpClient> waiting = QmpClient.ConnectAsync(listener, new() { ConnectTimeout = Timeout.InfiniteTimeSpan });
        await listener.DisposeAsync();
        QmpConnectionException e = await Assert.ThrowsAsync<QmpConnectionException>(() =>
            waiting.WaitAsync(ScriptedPeer.Patience)
        );
        Assert.Contains("was disposed", e.Message, StringComparison.Ordinal);
        Assert.Equal(0, await silent.GetStream().ReadAsync(new byte[1]).AsTask().WaitAsync(ScriptedPeer.Patience));
    }

    [Fact]
    public void TLS_is_refused_at_a_unix_socket() =>
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

    /// <summary>Waits for QEMU to call in, again and again, until the time-out tells that somebody did.</summary>
    private static async Task<string> RefusalAsync(QmpListener listener, string notYet = "nobody did")
    {
        using CancellationTokenSource limit = new(ScriptedPeer.Patience);
        while (true)
        {
            QmpTimeoutException e = await Assert.ThrowsAsync<QmpTimeoutException>(() =>
                QmpClient.ConnectAsync(listener, new() { ConnectTimeout = TimeSpan.FromMilliseconds(50) }, limit.Token)
            );
            if (
                !e.Message.Contains(notYet, StringComparison.Ordinal)
                && !e.Message.Contains("nobody did", StringComparison.Ordinal)
            )
            {
                return e.Message;
            }
        }
    }

    private static async Task<TcpClient> CallAsync(QmpListener listener)
    {
        TcpClient caller = new();
        await caller.ConnectAsync(IPAddress.Loopback, int.Parse(listener.Endpoint.Split(':')[^1], null));
        return caller;
    }

    private static Task<RealQemu> CallAsync(QmpListener listener, string directory, string more = "verify-peer=yes") =>
        RealQemu.StartAsync([
            "-object",
            $"tls-creds-x509,id=tls0,dir={directory},endpoint=client,{more}",
            .. listener.QemuArguments,
        ]);
}
