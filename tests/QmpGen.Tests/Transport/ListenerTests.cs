using System.Net.Sockets;

namespace QmpGen.Tests;

/// <summary>Listening for connections of QEMU.</summary>
public sealed class ListenerTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("qmpgen-");

    private string SocketPath => Path.Combine(_directory.FullName, "monitor,socket");

    public void Dispose() => _directory.Delete(recursive: true);

    [QemuFact]
    public async Task Listener_OnUnixSocket_AcceptsQemu()
    {
        await using (QmpListener listener = QmpListener.Start($"unix:{SocketPath}"))
        {
            Assert.Equal($"unix:{SocketPath}", listener.Endpoint);
            await AssertAcceptsQemuAsync(listener);
            Assert.True(File.Exists(SocketPath));
        }

        Assert.Empty(_directory.GetFiles());
    }

    [QemuFact]
    public async Task Listener_OnAbstractSocket_AcceptsQemu()
    {
        await using QmpListener listener = QmpListener.Start($"unix:@qmpgen-{Guid.NewGuid():N}");
        await AssertAcceptsQemuAsync(listener);
    }

    [QemuFact]
    public async Task Listener_OnFreePort_AcceptsQemu()
    {
        await using QmpListener listener = QmpListener.Start("tcp:127.0.0.1:0");
        Assert.DoesNotMatch(":0$", listener.Endpoint);
        await AssertAcceptsQemuAsync(listener);
    }

    [QemuFact]
    public async Task Listener_WithTwoQemus_AcceptsBothAndTheirReconnections()
    {
        await using QmpListener listener = QmpListener.Start($"unix:{SocketPath}");
        await using RealQemu first = await RealQemu.StartAsync(ReconnectArguments(listener, "first"));
        await using QmpClient client = await QmpClient.ConnectAsync(listener);
        await using RealQemu second = await RealQemu.StartAsync(ReconnectArguments(listener, "second"));
        await using QmpClient other = await QmpClient.ConnectAsync(listener);
        Assert.Equal("first", await NameAsync(client));
        Assert.Equal("second", await NameAsync(other));

        await client.DisposeAsync();
        await using QmpClient again = await QmpClient.ConnectAsync(listener);
        Assert.Equal("first", await NameAsync(again));
    }

    [Fact]
    public async Task Listener_WithoutCaller_ThrowsTimeoutWithQemuArguments()
    {
        await using QmpListener listener = QmpListener.Start($"unix:{SocketPath}");
        QmpTimeoutException e = await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            QmpClient.ConnectAsync(listener, new() { ConnectTimeout = TimeSpan.FromMilliseconds(50) })
        );
        Assert.Contains("0.05 s", e.Message, StringComparison.Ordinal);
        Assert.Contains(
            $"-chardev socket,id=qmp,path={SocketPath.Replace(",", ",,", StringComparison.Ordinal)} -qmp chardev:qmp",
            e.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Listener_WithSilentCaller_ThrowsTimeout()
    {
        await using QmpListener listener = QmpListener.Start($"unix:{SocketPath}");
        using Socket caller = Connect();
        QmpTimeoutException e = await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            QmpClient.ConnectAsync(listener, new() { ConnectTimeout = TimeSpan.FromMilliseconds(100) })
        );
        Assert.Contains(SocketPath, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Listener_WhenCallerLeavesAtOnce_ThrowsConnectionError()
    {
        await using QmpListener listener = QmpListener.Start($"unix:{SocketPath}");
        Connect().Dispose();
        await Assert.ThrowsAsync<QmpConnectionException>(() => QmpClient.ConnectAsync(listener));
    }

    [Fact]
    public async Task Listener_WhenWaitIsCanceled_Throws()
    {
        await using QmpListener listener = QmpListener.Start($"unix:{SocketPath}");
        using CancellationTokenSource cancel = new();
        Task<QmpClient> canceled = QmpClient.ConnectAsync(listener, cancellationToken: cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => canceled.WaitAsync(ScriptedPeer.WaitTimeout));
    }

    [Fact]
    public async Task Listener_WhenDisposed_EndsWaitingAndLaterConnects()
    {
        await using QmpListener listener = QmpListener.Start($"unix:{SocketPath}");
        Task<QmpClient> waiting = QmpClient.ConnectAsync(listener, new() { ConnectTimeout = Timeout.InfiniteTimeSpan });
        listener.Dispose();
        foreach (Task<QmpClient> ended in new[] { waiting, QmpClient.ConnectAsync(listener) })
        {
            await Assert.ThrowsAsync<QmpConnectionException>(() => ended.WaitAsync(ScriptedPeer.WaitTimeout));
        }

        Assert.False(listener.IsReusable);
    }

    [Fact]
    public void Listener_OnAddressInUse_Throws()
    {
        using QmpListener unix = QmpListener.Start($"unix:{SocketPath}");
        using QmpListener tcp = QmpListener.Start("tcp:127.0.0.1:0");
        foreach (QmpListener taken in new[] { unix, tcp })
        {
            QmpConnectionException e = Assert.Throws<QmpConnectionException>(() => QmpListener.Start(taken.Endpoint));
            Assert.Contains(taken.Endpoint, e.Message, StringComparison.Ordinal);
        }

        Assert.True(File.Exists(SocketPath));
    }

    [Fact]
    public async Task Listener_WhenAnotherTriesToListen_DoesNotAcceptItAsQemu()
    {
        await using QmpListener listener = QmpListener.Start($"unix:{SocketPath}");
        ValueTask<Stream> waiting = ((QmpEndpoint)listener).OpenAsync(
            TransportOptions.From(QmpClientOptions.Default),
            CancellationToken.None
        );
        Assert.Throws<QmpConnectionException>(() => QmpListener.Start($"unix:{SocketPath}"));
        using Socket caller = Connect();
        caller.Send("I"u8);
        await using Stream accepted = await waiting.AsTask().WaitAsync(ScriptedPeer.WaitTimeout);
        Assert.Equal((byte)'I', await Task.Run(accepted.ReadByte).WaitAsync(ScriptedPeer.WaitTimeout));
    }

    [Fact]
    public void Listener_OnDirectory_ThrowsWithItsPath() =>
        Assert.Contains(
            _directory.FullName,
            Assert.Throws<QmpConnectionException>(() => QmpListener.Start($"unix:{_directory.FullName}")).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Listener_OnStaleSocketFile_ReplacesIt()
    {
        using (Socket stale = UnixAddress.CreateSocket())
        {
            stale.Bind(new UnixDomainSocketEndPoint(SocketPath + "-stale"));
            stale.Listen();

            // Renamed, so that disposing the socket does not delete the file.
            File.Move(SocketPath + "-stale", SocketPath);
        }

        Assert.True(File.Exists(SocketPath));
        using QmpListener listener = QmpListener.Start($"unix:{SocketPath}");
        using Socket caller = Connect();
    }

    [Theory]
    [InlineData("")]
    [InlineData("precious")]
    public void Listener_OnOrdinaryFile_ThrowsAndKeepsTheFile(string content)
    {
        File.WriteAllText(SocketPath, content);
        QmpConnectionException e = Assert.Throws<QmpConnectionException>(() => QmpListener.Start($"unix:{SocketPath}"));
        Assert.Contains(SocketPath, e.Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(SocketPath));
    }

    [Theory]
    [InlineData("fd:3", "fd:3")]
    [InlineData("tcp:127.0.0.1", "65535")]
    public void Listener_OnUnsupportedEndpoint_Throws(string endpoint, string reason) =>
        Assert.Contains(
            reason,
            Assert.Throws<ArgumentException>(() => QmpListener.Start(endpoint)).Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("unix:/nowhere/at/all")]
    [InlineData("tcp:192.0.2.1:0")]
    [InlineData("tcp:no-such-host.invalid:0")]
    public void Listener_OnUnavailableAddress_ThrowsWithTheEndpoint(string endpoint) =>
        Assert.Contains(
            endpoint,
            Assert.Throws<QmpConnectionException>(() => QmpListener.Start(endpoint)).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void ExperimentalOutOfBandArguments_OfListener_UseTheSameAddress()
    {
        using QmpListener listener = QmpListener.Start("tcp:127.0.0.1:0");
        Assert.Equal(
            [.. listener.QemuArguments.Take(2), "-mon", "chardev=qmp,mode=control,x-oob=on"],
            listener.ExperimentalOutOfBandArguments
        );
    }

    private static async Task AssertAcceptsQemuAsync(QmpListener listener)
    {
        await using RealQemu qemu = await RealQemu.StartAsync([.. listener.QemuArguments]);
        await using QmpClient client = await QmpClient.ConnectAsync(listener);
        await client.ExecuteRawAsync("query-status").WaitAsync(ScriptedPeer.WaitTimeout);
    }

    private static string[] ReconnectArguments(QmpListener listener, string name)
    {
        string[] arguments = [.. listener.QemuArguments, "-name", name];
        arguments[1] +=
            RealQemu.Version.Value is { } version && int.Parse(version.Split('.')[0], null) < 10
                ? ",reconnect=1"
                : ",reconnect-ms=1000";
        return arguments;
    }

    private static async Task<string?> NameAsync(QmpClient client) =>
        (await client.ExecuteRawAsync("query-name").WaitAsync(ScriptedPeer.WaitTimeout))["name"].GetString();

    private Socket Connect()
    {
        Socket socket = UnixAddress.CreateSocket();
        socket.Connect(new UnixDomainSocketEndPoint(SocketPath));
        return socket;
    }
}
