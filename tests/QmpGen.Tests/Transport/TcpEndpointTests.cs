using System.Net;
using System.Net.Sockets;
using System.Text;

namespace QmpGen.Tests;

public sealed class TcpEndpointTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public Task Connect_ToLoopbackByAddressOrName_Succeeds(string host) =>
        AssertConnectsAsync(IPAddress.Loopback, host);

    [IPv6Fact]
    public Task Connect_ToIPv6Address_Succeeds() => AssertConnectsAsync(IPAddress.IPv6Loopback, "[::1]");

    [Fact]
    public async Task KeepAlive_OfConnection_DetectsLostHostWithinAMinute()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        await using Stream stream = await QmpEndpoint
            .Parse($"tcp:{listener.LocalEndpoint}")
            .OpenAsync(TransportOptions.From(QmpClientOptions.Default), CancellationToken.None);
        AssertKeepAliveTakesAMinute(Assert.IsType<NetworkStream>(stream).Socket);
    }

    [Fact]
    public async Task KeepAlive_OfAcceptedConnection_DetectsLostHostWithinAMinute()
    {
        using QmpListener listener = QmpListener.Start("tcp:127.0.0.1:0");
        using TcpClient caller = new();
        await caller.ConnectAsync(IPAddress.Loopback, int.Parse(listener.Endpoint.Split(':')[^1], null));
        await using Stream stream = await ((QmpEndpoint)listener).OpenAsync(
            TransportOptions.From(QmpClientOptions.Default),
            CancellationToken.None
        );
        AssertKeepAliveTakesAMinute(Assert.IsType<NetworkStream>(stream).Socket);
    }

    [LinuxFact]
    public async Task Connect_WhenHostDropsPackets_ThrowsTimeout()
    {
        // A full accept queue drops packets, as a firewall does.
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
        Assert.Contains($"{listening.LocalEndPoint}", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("tls-creds=", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_WhenPeerIsSilent_NamesTlsAsPossibleCause()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        QmpTimeoutException e = await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            QmpClient.ConnectAsync(
                $"tcp:{listener.LocalEndpoint}",
                new() { ConnectTimeout = TimeSpan.FromMilliseconds(100) }
            )
        );
        Assert.Contains("tls-creds=", e.Message, StringComparison.Ordinal);
    }

    private static async Task AssertConnectsAsync(IPAddress address, string host)
    {
        using TcpListener listener = new(address, 0);
        listener.Start();
        Task<QmpClient> connecting = QmpClient.ConnectAsync($"tcp:{host}:{((IPEndPoint)listener.LocalEndpoint).Port}");
        using TcpClient accepted = await listener.AcceptTcpClientAsync().WaitAsync(ScriptedPeer.WaitTimeout);
        using StreamReader reader = new(accepted.GetStream());
        await accepted.GetStream().WriteAsync(Encoding.UTF8.GetBytes(Greetings.Qemu72));
        ReceivedRequest request = ReceivedRequest.Parse(
            (await reader.ReadLineAsync().WaitAsync(ScriptedPeer.WaitTimeout))!
        );
        await accepted.GetStream().WriteAsync(Encoding.UTF8.GetBytes($$"""{"return": {}, "id": {{request.Id}}}"""));
        await using QmpClient client = await connecting.WaitAsync(ScriptedPeer.WaitTimeout);
    }

    private static void AssertKeepAliveTakesAMinute(Socket socket)
    {
        Assert.True(socket.NoDelay);
        Assert.NotEqual(0, socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive));
        int idle = (int)socket.GetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime)!;
        int probe = (int)socket.GetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval)!;
        int probes = (int)socket.GetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount)!;
        Assert.Equal(60, idle + (probe * probes));
    }
}
