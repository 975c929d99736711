using System.Net;
using System.Net.Sockets;

namespace QmpGen.Tests;

public sealed class TcpEndpointTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public Task Hosts_are_reached_by_address_and_by_name(string host) => AssertReachedAsync(IPAddress.Loopback, host);

    [IPv6Fact]
    public Task An_IPv6_address_is_reached() => AssertReachedAsync(IPAddress.IPv6Loopback, "[::1]");

    [Fact]
    public async Task A_host_that_vanishes_is_found_out_within_a_minute()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        await using Stream stream = await QmpEndpoint
            .Parse($"tcp:{listener.LocalEndpoint}")
            .OpenAsync(TransportOptions.From(QmpClientOptions.Default), CancellationToken.None);
        AssertKeptAlive(Assert.IsType<NetworkStream>(stream).Socket);
    }

    [Fact]
    public async Task So_is_a_host_that_called_in()
    {
        using QmpListener listener = QmpListener.Start("tcp:127.0.0.1:0");
        using TcpClient caller = new();
        await caller.ConnectAsync(IPAddress.Loopback, int.Parse(listener.Endpoint.Split(':')[^1], null));
        await using Stream stream = await ((QmpEndpoint)listener).OpenAsync(
            TransportOptions.From(QmpClientOptions.Default),
            CancellationToken.None
        );
        AssertKeptAlive(Assert.IsType<NetworkStream>(stream).Socket);
    }

    [LinuxFact]
    public async Task A_host_that_takes_no_call_is_told_from_a_monitor_that_is_silent()
    {
        // A full queue drops what comes, as a firewall does.
        using Socket listening = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listening.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listening.Listen(0);
        using TcpClient first = new();
        await first.ConnectAsync((IPEndPoint)listening.LocalEndPoint!);
        QmpTimeoutException e = await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            QmpClient.ConnectAsync(
                $"tcp:{listening.LocalEndPoint}",
                new() { ConnectTimeout = TimeSpan.FromMilliseconds(200) }
            )
        );
        Assert.Contains("firewall", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("another client", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_listener_that_waits_for_TLS_is_among_the_causes_of_silence()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        QmpTimeoutException e = await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            QmpClient.ConnectAsync(
                $"tcp:{listener.LocalEndpoint}",
                new() { ConnectTimeout = TimeSpan.FromMilliseconds(100) }
            )
        );
        Assert.Contains("another client", e.Message, StringComparison.Ordinal);
        Assert.Contains("tls-creds=", e.Message, StringComparison.Ordinal);
    }

    private static async Task AssertReachedAsync(IPAddress address, string host)
    {
        using TcpListener listener = new(address, 0);
        listener.Start();
        Task<QmpClient> connecting = QmpClient.ConnectAsync($"tcp:{host}:{((IPEndPoint)listener.LocalEndpoint).Port}");
        using TcpClient accepted = await listener.AcceptTcpClientAsync().WaitAsync(ScriptedPeer.Patience);
        using StreamReader reader = new(accepted.GetStream());
        await accepted.GetStream().WriteAsync(System.Text.Encoding.UTF8.GetBytes(ScriptedPeer.Qemu72));
        ScriptedPeer.Request request = ScriptedPeer.Request.Read(
            (await reader.ReadLineAsync().WaitAsync(ScriptedPeer.Patience))!
        );
        await accepted
            .GetStream()
            .WriteAsync(System.Text.Encoding.UTF8.GetBytes($$"""{"return": {}, "id": {{request.Id}}}"""));
        await using QmpClient client = await connecting.WaitAsync(ScriptedPeer.Patience);
    }

    private static void AssertKeptAlive(Socket socket)
    {
        Assert.True(socket.NoDelay);
        Assert.NotEqual(0, socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive));
        int idle = (int)socket.GetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime)!;
        int probe = (int)socket.GetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval)!;
        int probes = (int)socket.GetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount)!;
        Assert.Equal(60, idle + (probe * probes));
    }
}
