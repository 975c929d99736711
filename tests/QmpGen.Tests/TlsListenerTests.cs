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
        await using RealQemu qemu = await CallAsync(listener, _authority.AddClient(_authority.CreateDirectory(_directory.FullName)));
        await using QmpClient client = await QmpClient.ConnectAsync(listener);
        await client.ExecuteRawAsync("query-qmp-schema").WaitAsync(ScriptedPeer.Patience);
    }

    [QemuFact]
    public async Task A_QEMU_without_a_certificate_is_turned_away()
    {
        await using QmpListener listener = Start();
        await using RealQemu qemu = await CallAsync(listener, _authority.CreateDirectory(_directory.FullName));
        Assert.Contains("presented no certificate", await RefusalAsync(listener), StringComparison.Ordinal);
    }

    [QemuFact]
    public async Task A_QEMU_with_a_certificate_of_another_authority_is_turned_away()
    {
        // It trusts this side, but presents what a stranger has issued.
        await using QmpListener listener = Start();
        await using RealQemu qemu = await CallAsync(listener, _stranger.AddClient(_authority.CreateDirectory(_directory.FullName)), "sanity-check=no");
        string message = await RefusalAsync(listener);
        Assert.Contains("CN=QmpGen test client", message, StringComparison.Ordinal);
        Assert.Contains("does not trust who issued it", message, StringComparison.Ordinal);
    }

    [QemuFact]
    public async Task A_QEMU_that_does_not_trust_this_side_is_told_of()
    {
        await using QmpListener listener = Start();
        string client = _stranger.CreateDirectory(_directory.FullName);
        await using RealQemu qemu = await CallAsync(listener, _authority.AddClient(client), "sanity-check=no");
        Assert.Contains("ca-cert.pem", await RefusalAsync(listener), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_calls_in_without_TLS_is_turned_away_and_the_next_is_accepted_for_itself()
    {
        await using QmpListener listener = Start();
        using TcpClient caller = new();
        await caller.ConnectAsync(IPAddress.Loopback, int.Parse(listener.Endpoint.Split(':')[^1], null));
        await caller.GetStream().WriteAsync(System.Text.Encoding.UTF8.GetBytes(ScriptedPeer.Qemu72));
        Assert.Contains("does not speak TLS", await RefusalAsync(listener), StringComparison.Ordinal);

        using TcpClient silent = new();
        await silent.ConnectAsync(IPAddress.Loopback, int.Parse(listener.Endpoint.Split(':')[^1], null));
        QmpTimeoutException e = await Assert.ThrowsAsync<QmpTimeoutException>(
            () => QmpClient.ConnectAsync(listener, new() { ConnectTimeout = TimeSpan.FromMilliseconds(200) }));
        Assert.Contains("handshake of TLS", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TLS_is_refused_at_a_unix_socket() =>
        Assert.Contains(
            "tcp:HOST:PORT",
            Assert.Throws<ArgumentException>(() => QmpListener.Start($"unix:{_directory.FullName}/s", QmpTls.Server(_server))).Message,
            StringComparison.Ordinal);

    private QmpListener Start() => QmpListener.Start("tcp:127.0.0.1:0", QmpTls.Server(_server));

    private static async Task<string> RefusalAsync(QmpListener listener) =>
        (await Assert.ThrowsAsync<QmpConnectionException>(() => QmpClient.ConnectAsync(listener))).Message;

    private static Task<RealQemu> CallAsync(QmpListener listener, string directory, string more = "verify-peer=yes") =>
        RealQemu.StartAsync(["-object", $"tls-creds-x509,id=tls0,dir={directory},endpoint=client,{more}", .. listener.QemuArguments]);
}
