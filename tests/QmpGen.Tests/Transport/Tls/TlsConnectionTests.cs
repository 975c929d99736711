using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text.Json;

namespace QmpGen.Tests;

/// <summary>TLS connections to a QEMU that listens.</summary>
public sealed class TlsConnectionTests : IDisposable
{
    private readonly DirectoryInfo _directory = System.IO.Directory.CreateTempSubdirectory("qmpgen-");
    private readonly TestAuthority _authority = new();
    private readonly TestAuthority _foreignAuthority = new();

    public void Dispose()
    {
        _authority.Dispose();
        _foreignAuthority.Dispose();
        _directory.Delete(recursive: true);
    }

    [QemuFact]
    public async Task TlsConnect_WithTrustedCertificates_SucceedsRepeatedly()
    {
        await using TlsQemu qemu = await TlsQemu.StartAsync(Server());
        QmpClientOptions options = new() { Tls = QmpTls.CreateClientOptions(_authority.AddClient(Directory())) };
        for (int i = 0; i < 3; i++)
        {
            await using QmpClient client = await QmpClient.ConnectAsync(qemu.Endpoint, options);
            await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.ExecuteRawAsync("query-qmp-schema")))
                .WaitAsync(ScriptedPeer.WaitTimeout);
        }

        Assert.Null(options.Tls.TargetHost);
        Assert.Null(options.Tls.RemoteCertificateValidationCallback);
    }

    /// <remarks>Later QEMU releases read whole TLS records, so that the request is written in one piece.</remarks>
    [QemuFact("7.2")]
    public async Task TlsCall_WhenWriteBlocks_CanBeCanceled()
    {
        await using TlsQemu qemu = await TlsQemu.StartAsync(Server());
        using ManualResetEventSlim gate = new(initialState: true);
        SslClientAuthenticationOptions tls = QmpTls.CreateClientOptions(_authority.AddClient(Directory()));
        tls.TargetHost = "127.0.0.1";
        await using QmpClient client = await QmpClient.ConnectAsync(
            QmpEndpoint.Create(
                "a gated endpoint",
                async token =>
                {
                    SslStream ssl = new(
                        new GatheringStream(
                            new FaultyStream(
                                await QmpEndpoint
                                    .Parse(qemu.Endpoint)
                                    .OpenAsync(TransportOptions.From(QmpClientOptions.Default), token)
                            )
                            {
                                WriteGate = gate,
                            }
                        )
                    );
                    await ssl.AuthenticateAsClientAsync(tls, token);
                    return new TlsStream(ssl);
                }
            )
        );

        // From here a caller that writes to the network itself would block.
        gate.Reset();
        using CancellationTokenSource cancellation = new();
        JsonElement arguments = JsonElement.Parse($$"""{"nothing": "{{new string('x', 16 * 1024)}}"}""");
        Task<QmpValue> call = client.ExecuteRawAsync("query-status", arguments, cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(ScriptedPeer.WaitTimeout));
        Assert.False(gate.IsSet);

        // The write continues, and the reply to the canceled call is ignored.
        gate.Set();
        Assert.True(
            (await client.ExecuteRawAsync("query-version").WaitAsync(ScriptedPeer.WaitTimeout)).TryGetMember(
                "qemu",
                out _
            )
        );
    }

    [QemuFact]
    public async Task TlsConnect_WithoutClientCertificate_Throws()
    {
        await using TlsQemu qemu = await TlsQemu.StartAsync(Server());
        string message = await ConnectAndFailAsync(qemu.Endpoint, QmpTls.CreateClientOptions(Directory()));
        Assert.Contains("client-cert.pem", message, StringComparison.Ordinal);
    }

    [QemuFact]
    public async Task TlsConnect_WithForeignClientCertificate_Throws()
    {
        await using TlsQemu qemu = await TlsQemu.StartAsync(Server());
        string message = await ConnectAndFailAsync(
            qemu.Endpoint,
            QmpTls.CreateClientOptions(_foreignAuthority.AddClient(Directory()))
        );
        Assert.Contains("client-cert.pem", message, StringComparison.Ordinal);
    }

    [QemuFact]
    public async Task TlsConnect_WithoutPeerVerification_NeedsNoCertificate()
    {
        await using TlsQemu qemu = await TlsQemu.StartAsync(Server(), "verify-peer=no");
        await using QmpClient client = await QmpClient.ConnectAsync(
            qemu.Endpoint,
            new() { Tls = QmpTls.CreateClientOptions(Directory()) }
        );
    }

    [QemuFact]
    public async Task TlsConnect_WhenServerIsOfForeignAuthority_Throws()
    {
        await using TlsQemu qemu = await TlsQemu.StartAsync(Server());
        string message = await ConnectAndFailAsync(
            qemu.Endpoint,
            QmpTls.CreateClientOptions(
                _foreignAuthority.AddClient(_foreignAuthority.CreateDirectory(_directory.FullName))
            )
        );
        Assert.Contains(qemu.Endpoint, message, StringComparison.Ordinal);
        Assert.Contains("CN=QmpGen test server", message, StringComparison.Ordinal);
        Assert.Contains("ca-cert.pem", message, StringComparison.Ordinal);
    }

    [QemuFact]
    public async Task TlsConnect_WhenServerHasAnotherName_Throws()
    {
        await using TlsQemu qemu = await TlsQemu.StartAsync(_authority.AddServer(Directory(), "vm1.example.org"));
        SslClientAuthenticationOptions tls = QmpTls.CreateClientOptions(_authority.AddClient(Directory()));
        string message = await ConnectAndFailAsync(qemu.Endpoint, tls);
        Assert.Contains("vm1.example.org", message, StringComparison.Ordinal);
        Assert.Contains("'127.0.0.1'", message, StringComparison.Ordinal);

        tls.TargetHost = "vm1.example.org";
        await using QmpClient client = await QmpClient.ConnectAsync(qemu.Endpoint, new() { Tls = tls });
    }

    [QemuFact]
    public async Task TlsConnect_WhenServerCertificateExpired_ThrowsWithDates()
    {
        await using TlsQemu qemu = await TlsQemu.StartAsync(
            _authority.AddServer(Directory(), expired: true),
            "sanity-check=no"
        );
        string message = await ConnectAndFailAsync(
            qemu.Endpoint,
            QmpTls.CreateClientOptions(_authority.AddClient(Directory()))
        );
        Assert.Matches(@"\d{4}-\d\d-\d\d.*\d{4}-\d\d-\d\d", message);
    }

    [QemuFact]
    public async Task TlsConnect_WithValidationCallback_UsesItsResult()
    {
        await using TlsQemu qemu = await TlsQemu.StartAsync(Server());
        SslClientAuthenticationOptions tls = QmpTls.CreateClientOptions(_authority.AddClient(Directory()));
        tls.RemoteCertificateValidationCallback = (_, _, _, _) => false;
        Assert.Contains(
            "RemoteCertificateValidationCallback",
            await ConnectAndFailAsync(qemu.Endpoint, tls),
            StringComparison.Ordinal
        );
    }

    [QemuFact]
    public async Task TlsConnect_ToPlainMonitor_Throws()
    {
        int port = FindFreePort();
        await using RealQemu qemu = await RealQemu.StartAsync("-qmp", $"tcp:127.0.0.1:{port},server=on,wait=off");
        string endpoint = $"tcp:127.0.0.1:{port}";
        string message = await ConnectAndFailAsync(endpoint, QmpTls.CreateClientOptions(Directory()));
        Assert.Contains(endpoint, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TlsConnect_WhenHandshakeStalls_TimesOut()
    {
        using TcpListener silent = new(IPAddress.Loopback, 0);
        silent.Start();
        QmpTimeoutException e = await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            QmpClient.ConnectAsync(
                $"tcp:{silent.LocalEndpoint}",
                new() { Tls = QmpTls.CreateClientOptions(Directory()), ConnectTimeout = TimeSpan.FromMilliseconds(200) }
            )
        );
        Assert.Contains("TLS", e.Message, StringComparison.Ordinal);
        Assert.Contains("0.2 s", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TlsConnect_ToUnsupportedEndpoint_Throws()
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
                QmpEndpoint.Create("custom", _ => throw new InvalidOperationException()),
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

    private static async Task<string> ConnectAndFailAsync(string endpoint, SslClientAuthenticationOptions tls) =>
        (
            await Assert.ThrowsAsync<QmpConnectionException>(() =>
                QmpClient.ConnectAsync(endpoint, new() { Tls = tls })
            )
        ).Message;

    private static int FindFreePort()
    {
        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.IPv6Any, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    /// <summary>A real QEMU whose monitor listens with TLS.</summary>
    private sealed class TlsQemu : IAsyncDisposable
    {
        private readonly RealQemu _qemu;

        private TlsQemu(RealQemu qemu, string endpoint) => (_qemu, Endpoint) = (qemu, endpoint);

        public string Endpoint { get; }

        public static async Task<TlsQemu> StartAsync(string directory, string option = "verify-peer=yes")
        {
            int port = FindFreePort();
            RealQemu qemu = await RealQemu.StartAsync(
                "-object",
                $"tls-creds-x509,id=tls0,dir={directory},endpoint=server,{option}",
                "-chardev",
                $"socket,id=m,host=127.0.0.1,port={port},server=on,wait=off,tls-creds=tls0",
                "-mon",
                "chardev=m,mode=control"
            );
            return new TlsQemu(qemu, $"tcp:127.0.0.1:{port}");
        }

        public ValueTask DisposeAsync() => _qemu.DisposeAsync();
    }
}
