using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text.Json;

namespace QmpGen.Tests;

/// <summary>TLS to a QEMU that listens.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly DirectoryInfo _directory = System.IO.Directory.CreateTempSubdirectory("qmpgen-");
    private readonly TestAuthority _authority = new();
    private readonly TestAuthority _stranger = new();

    public void Dispose()
    {
        _authority.Dispose();
        _stranger.Dispose();
        _directory.Delete(recursive: true);
    }

    [QemuFact]
    public async Task The_right_certificates_connect_again_and_again()
    {
        (RealQemu qemu, string endpoint) = await StartAsync(Server());
        await using RealQemu running = qemu;
        QmpClientOptions options = new() { Tls = QmpTls.CreateClientOptions(_authority.AddClient(Directory())) };
        for (int i = 0; i < 3; i++)
        {
            await using QmpClient client = await QmpClient.ConnectAsync(endpoint, options);
            await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.ExecuteRawAsync("query-qmp-schema")))
                .WaitAsync(ScriptedPeer.Patience);
        }

        Assert.Null(options.Tls.TargetHost);
        Assert.Null(options.Tls.RemoteCertificateValidationCallback);
    }

    /// <remarks>Later releases read whole records, so that the request goes to the network in one piece.</remarks>
    [QemuFact("7.2")]
    public async Task A_large_request_does_not_hold_its_caller_and_may_be_given_up_in_between()
    {
        (RealQemu qemu, string endpoint) = await StartAsync(Server());
        await using RealQemu running = qemu;
        using ManualResetEventSlim gate = new(initialState: true);
        SslClientAuthenticationOptions tls = QmpTls.CreateClientOptions(_authority.AddClient(Directory()));
        tls.TargetHost = "127.0.0.1";
        await using QmpClient client = await QmpClient.ConnectAsync(
            QmpEndpoint.Create(
                "a gate",
                async token =>
                {
                    SslStream ssl = new(
                        new GatheringStream(
                            new GatedStream(
                                await QmpEndpoint.Parse(endpoint).OpenAsync(QmpClientOptions.Default, token),
                                gate
                            )
                        )
                    );
                    await ssl.AuthenticateAsClientAsync(tls, token);
                    return new TlsStream(ssl);
                }
            )
        );

        // Whoever writes to the network himself now stands still.
        gate.Reset();
        using CancellationTokenSource cancellation = new();
        JsonElement arguments = JsonElement.Parse($$"""{"nothing": "{{new string('x', 16 * 1024)}}"}""");
        Task<JsonElement> call = client.ExecuteRawAsync("query-status", arguments, cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(ScriptedPeer.Patience));
        Assert.False(gate.IsSet);

        // What has been begun goes on, and the answer to it is nobody's.
        gate.Set();
        Assert.True(
            (await client.ExecuteRawAsync("query-version").WaitAsync(ScriptedPeer.Patience)).TryGetProperty(
                "qemu",
                out _
            )
        );
    }

    [QemuFact]
    public async Task A_missing_client_certificate_is_named_as_the_cause()
    {
        (RealQemu qemu, string endpoint) = await StartAsync(Server());
        await using RealQemu running = qemu;
        string message = await RefusalAsync(endpoint, QmpTls.CreateClientOptions(Directory()));
        Assert.Contains("its certificate is missing or refused", message, StringComparison.Ordinal);
        Assert.Contains("client-cert.pem", message, StringComparison.Ordinal);
    }

    [QemuFact]
    public async Task So_is_a_client_certificate_of_another_authority()
    {
        (RealQemu qemu, string endpoint) = await StartAsync(Server());
        await using RealQemu running = qemu;
        string message = await RefusalAsync(endpoint, QmpTls.CreateClientOptions(_stranger.AddClient(Directory())));
        Assert.Contains("its certificate is missing or refused", message, StringComparison.Ordinal);
    }

    [QemuFact]
    public async Task No_client_certificate_is_needed_where_QEMU_does_not_verify()
    {
        (RealQemu qemu, string endpoint) = await StartAsync(Server(), "verify-peer=no");
        await using RealQemu running = qemu;
        await using QmpClient client = await QmpClient.ConnectAsync(
            endpoint,
            new() { Tls = QmpTls.CreateClientOptions(Directory()) }
        );
    }

    [QemuFact]
    public async Task A_server_of_another_authority_is_refused_with_the_remedy()
    {
        (RealQemu qemu, string endpoint) = await StartAsync(Server());
        await using RealQemu running = qemu;
        string message = await RefusalAsync(
            endpoint,
            QmpTls.CreateClientOptions(_stranger.AddClient(_stranger.CreateDirectory(_directory.FullName)))
        );
        Assert.Contains(endpoint, message, StringComparison.Ordinal);
        Assert.Contains("CN=QmpGen test server", message, StringComparison.Ordinal);
        Assert.Contains("the same ca-cert.pem", message, StringComparison.Ordinal);
    }

    [QemuFact]
    public async Task A_server_of_another_name_is_refused_unless_that_name_is_expected()
    {
        (RealQemu qemu, string endpoint) = await StartAsync(_authority.AddServer(Directory(), "vm1.example.org"));
        await using RealQemu running = qemu;
        SslClientAuthenticationOptions tls = QmpTls.CreateClientOptions(_authority.AddClient(Directory()));
        string message = await RefusalAsync(endpoint, tls);
        Assert.Contains("vm1.example.org", message, StringComparison.Ordinal);
        Assert.Contains("not for the host '127.0.0.1'", message, StringComparison.Ordinal);

        tls.TargetHost = "vm1.example.org";
        await using QmpClient client = await QmpClient.ConnectAsync(endpoint, new() { Tls = tls });
    }

    [QemuFact]
    public async Task An_expired_server_is_refused_with_its_dates()
    {
        (RealQemu qemu, string endpoint) = await StartAsync(
            _authority.AddServer(Directory(), expired: true),
            "sanity-check=no"
        );
        await using RealQemu running = qemu;
        string message = await RefusalAsync(endpoint, QmpTls.CreateClientOptions(_authority.AddClient(Directory())));
        Assert.Contains("expired", message, StringComparison.Ordinal);
        Assert.Matches(@"holds from \d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d", message);
    }

    [QemuFact]
    public async Task The_users_own_verdict_counts()
    {
        (RealQemu qemu, string endpoint) = await StartAsync(Server());
        await using RealQemu running = qemu;
        SslClientAuthenticationOptions tls = QmpTls.CreateClientOptions(_authority.AddClient(Directory()));
        tls.RemoteCertificateValidationCallback = (_, _, _, _) => false;
        Assert.Contains(
            "own RemoteCertificateValidationCallback",
            await RefusalAsync(endpoint, tls),
            StringComparison.Ordinal
        );
    }

    [QemuFact]
    public async Task A_QEMU_without_TLS_is_told_from_one_that_refuses()
    {
        int port = FreePort();
        await using RealQemu qemu = await RealQemu.StartAsync("-qmp", $"tcp:127.0.0.1:{port},server=on,wait=off");
        Assert.Contains(
            "does not speak TLS",
            await RefusalAsync($"tcp:127.0.0.1:{port}", QmpTls.CreateClientOptions(Directory())),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_limit_of_connecting_holds_for_the_handshake()
    {
        using TcpListener silent = new(IPAddress.Loopback, 0);
        silent.Start();
        QmpTimeoutException e = await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            QmpClient.ConnectAsync(
                $"tcp:{silent.LocalEndpoint}",
                new() { Tls = QmpTls.CreateClientOptions(Directory()), ConnectTimeout = TimeSpan.FromMilliseconds(200) }
            )
        );
        Assert.Contains("handshake of TLS", e.Message, StringComparison.Ordinal);
        Assert.Contains("0.2 s", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TLS_is_refused_where_there_can_be_none()
    {
        QmpClientOptions options = new() { Tls = new() };
        using MemoryStream stream = new();
        using QmpListener listener = QmpListener.Start("tcp:127.0.0.1:0");
        foreach (
            QmpEndpoint endpoint in new QmpEndpoint[]
            {
                "unix:/nowhere",
                "fd:999",
                stream,
                QmpEndpoint.Create("mine", _ => throw new InvalidOperationException()),
                listener,
            }
        )
        {
            ArgumentException e = await Assert.ThrowsAsync<ArgumentException>(() =>
                QmpClient.ConnectAsync(endpoint, options)
            );
            Assert.Contains("QmpClientOptions.Tls", e.Message, StringComparison.Ordinal);
        }
    }

    private string Directory() => _authority.CreateDirectory(_directory.FullName);

    private string Server() => _authority.AddServer(Directory());

    private static async Task<string> RefusalAsync(string endpoint, SslClientAuthenticationOptions tls) =>
        (
            await Assert.ThrowsAsync<QmpConnectionException>(() =>
                QmpClient.ConnectAsync(endpoint, new() { Tls = tls })
            )
        ).Message;

    private static async Task<(RealQemu Qemu, string Endpoint)> StartAsync(
        string directory,
        string more = "verify-peer=yes"
    )
    {
        int port = FreePort();
        RealQemu qemu = await RealQemu.StartAsync(
            "-object",
            $"tls-creds-x509,id=tls0,dir={directory},endpoint=server,{more}",
            "-chardev",
            $"socket,id=m,host=127.0.0.1,port={port},server=on,wait=off,tls-creds=tls0",
            "-mon",
            "chardev=m,mode=control"
        );
        return (qemu, $"tcp:127.0.0.1:{port}");
    }

    private static int FreePort()
    {
        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.IPv6Any, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    /// <summary>Writes when a gate is open, and blocks until then.</summary>
    private sealed class GatedStream(Stream inner, ManualResetEventSlim gate) : RelayStream(inner)
    {
        public override ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer,
            CancellationToken cancellationToken = default
        ) =>
            gate.Wait(ScriptedPeer.Patience, CancellationToken.None)
                ? base.WriteAsync(buffer, cancellationToken)
                : throw new TimeoutException();
    }
}
