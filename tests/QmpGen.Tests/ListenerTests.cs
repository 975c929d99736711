using System.Net.Sockets;

namespace QmpGen.Tests;

/// <summary>Listening for QEMU to call in.</summary>
public sealed class ListenerTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("qmpgen-");

    private string SocketPath => Path.Combine(_directory.FullName, "called,in");

    public void Dispose() => _directory.Delete(recursive: true);

    [QemuFact]
    public async Task QEMU_calls_in_at_a_unix_socket()
    {
        await using (QmpListener listener = QmpListener.Start($"unix:{SocketPath}"))
        {
            Assert.Equal($"unix:{SocketPath}", listener.Endpoint);
            await AssertCalledAsync(listener);
            Assert.True(File.Exists(SocketPath));
        }

        Assert.Empty(_directory.GetFiles());
    }

    [QemuFact]
    public async Task QEMU_calls_in_at_an_abstract_socket()
    {
        await using QmpListener listener = QmpListener.Start($"unix:@qmpgen-{Guid.NewGuid():N}");
        await AssertCalledAsync(listener);
    }

    [QemuFact]
    public async Task QEMU_calls_in_at_any_free_port()
    {
        await using QmpListener listener = QmpListener.Start("tcp:127.0.0.1:0");
        Assert.DoesNotMatch(":0$", listener.Endpoint);
        await AssertCalledAsync(listener);
    }

    [QemuFact]
    public async Task A_QEMU_that_reconnects_is_accepted_again_and_others_in_their_turn()
    {
        await using QmpListener listener = QmpListener.Start($"unix:{SocketPath}");
        await using RealQemu first = await RealQemu.StartAsync(Reconnecting(listener, "first"));
        await using QmpClient client = await QmpClient.ConnectAsync(listener);
        await using RealQemu second = await RealQemu.StartAsync(Reconnecting(listener, "second"));
        await using QmpClient other = await QmpClient.ConnectAsync(listener);
        Assert.Equal("first", await NameAsync(client));
        Assert.Equal("second", await NameAsync(other));

        await client.DisposeAsync();
        await using QmpClient again = await QmpClient.ConnectAsync(listener);
        Assert.Equal("first", await NameAsync(again));
    }

    [Fact]
    public async Task A_time_out_says_that_nobody_called_in_and_how_QEMU_does()
    {
        await using QmpListener listener = QmpListener.Start($"unix:{SocketPath}");
        QmpTimeoutException e = await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            QmpClient.ConnectAsync(listener, new() { ConnectTimeout = TimeSpan.FromMilliseconds(50) })
        );
        Assert.Contains("0.05 s for QEMU to call in", e.Message, StringComparison.Ordinal);
        Assert.Contains(
            $"-chardev socket,id=qmp,path={SocketPath.Replace(",", ",,", StringComparison.Ordinal)} -qmp chardev:qmp",
            e.Message,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("another client", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_calls_in_and_is_silent_is_told_from_nobody()
    {
        await using QmpListener listener = QmpListener.Start($"unix:{SocketPath}");
        using Socket caller = Call();
        QmpTimeoutException e = await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            QmpClient.ConnectAsync(listener, new() { ConnectTimeout = TimeSpan.FromMilliseconds(100) })
        );
        Assert.Contains("Somebody called in", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_calls_in_and_leaves_is_told_so()
    {
        await using QmpListener listener = QmpListener.Start($"unix:{SocketPath}");
        Call().Dispose();
        QmpConnectionException e = await Assert.ThrowsAsync<QmpConnectionException>(() =>
            QmpClient.ConnectAsync(listener)
        );
        Assert.Contains("left before it said anything", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waiting_is_ended_by_a_token_and_by_disposing_the_listener()
    {
        await using QmpListener listener = QmpListener.Start($"unix:{SocketPath}");
        using CancellationTokenSource cancel = new();
        Task<QmpClient> cancelled = QmpClient.ConnectAsync(listener, cancellationToken: cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.WaitAsync(ScriptedPeer.Patience));

        Task<QmpClient> waiting = QmpClient.ConnectAsync(listener, new() { ConnectTimeout = Timeout.InfiniteTimeSpan });
        listener.Dispose();
        foreach (Task<QmpClient> ended in new[] { waiting, QmpClient.ConnectAsync(listener) })
        {
            QmpConnectionException e = await Assert.ThrowsAsync<QmpConnectionException>(() =>
                ended.WaitAsync(ScriptedPeer.Patience)
            );
            Assert.Contains("was disposed", e.Message, StringComparison.Ordinal);
        }

        Assert.False(listener.IsReusable);
    }

    [Fact]
    public void Where_somebody_listens_nobody_else_does()
    {
        using QmpListener unix = QmpListener.Start($"unix:{SocketPath}");
        using QmpListener tcp = QmpListener.Start("tcp:127.0.0.1:0");
        foreach (QmpListener taken in new[] { unix, tcp })
        {
            QmpConnectionException e = Assert.Throws<QmpConnectionException>(() => QmpListener.Start(taken.Endpoint));
            Assert.Contains(taken.Endpoint, e.Message, StringComparison.Ordinal);
            Assert.Contains("somebody listens there already", e.Message, StringComparison.Ordinal);
        }

        Assert.True(File.Exists(SocketPath));
    }

    [Fact]
    public async Task Whoever_tries_to_listen_there_too_is_not_taken_for_QEMU()
    {
        await using QmpListener listener = QmpListener.Start($"unix:{SocketPath}");
        ValueTask<Stream> waiting = ((QmpEndpoint)listener).OpenAsync(
            TransportOptions.From(QmpClientOptions.Default),
            CancellationToken.None
        );
        Assert.Throws<QmpConnectionException>(() => QmpListener.Start($"unix:{SocketPath}"));
        using Socket caller = Call();
        caller.Send("I am the one"u8);
        await using Stream accepted = await waiting.AsTask().WaitAsync(ScriptedPeer.Patience);
        Assert.Equal((byte)'I', await Task.Run(accepted.ReadByte).WaitAsync(ScriptedPeer.Patience));
    }

    [Fact]
    public void A_directory_is_told_as_such() =>
        Assert.Contains(
            "is a directory",
            Assert.Throws<QmpConnectionException>(() => QmpListener.Start($"unix:{_directory.FullName}")).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void A_socket_that_a_dead_listener_left_is_replaced()
    {
        using (Socket dead = UnixAddress.CreateSocket())
        {
            dead.Bind(new UnixDomainSocketEndPoint(SocketPath + "-dead"));
            dead.Listen();

            // The file that is left is the one that its listener does not know by this name.
            File.Move(SocketPath + "-dead", SocketPath);
        }

        Assert.True(File.Exists(SocketPath));
        using QmpListener listener = QmpListener.Start($"unix:{SocketPath}");
        using Socket caller = Call();
    }

    [Theory]
    [InlineData("")]
    [InlineData("precious")]
    public void A_file_that_is_no_socket_is_left_alone(string content)
    {
        File.WriteAllText(SocketPath, content);
        QmpConnectionException e = Assert.Throws<QmpConnectionException>(() => QmpListener.Start($"unix:{SocketPath}"));
        Assert.Contains("is no socket", e.Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(SocketPath));
    }

    [Theory]
    [InlineData("fd:3", "One cannot listen")]
    [InlineData("tcp:127.0.0.1", "from 0 to 65535")]
    public void What_cannot_be_listened_at_is_refused(string endpoint, string reason) =>
        Assert.Contains(
            reason,
            Assert.Throws<ArgumentException>(() => QmpListener.Start(endpoint)).Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("unix:/nowhere/at/all", "does not exist")]
    [InlineData("tcp:192.0.2.1:0", "no address of this machine")]
    [InlineData("tcp:no-such-host.invalid:0", "not known")]
    public void An_address_that_cannot_be_had_is_explained(string endpoint, string reason) =>
        Assert.Contains(
            reason,
            Assert.Throws<QmpConnectionException>(() => QmpListener.Start(endpoint)).Message,
            StringComparison.Ordinal
        );

    private static async Task AssertCalledAsync(QmpListener listener)
    {
        await using RealQemu qemu = await RealQemu.StartAsync([.. listener.QemuArguments]);
        await using QmpClient client = await QmpClient.ConnectAsync(listener);
        await client.ExecuteRawAsync("query-status").WaitAsync(ScriptedPeer.Patience);
    }

    private static string[] Reconnecting(QmpListener listener, string name)
    {
        string[] arguments = [.. listener.QemuArguments, "-name", name];
        arguments[1] +=
            RealQemu.Version.Value is { } version && int.Parse(version.Split('.')[0], null) < 10
                ? ",reconnect=1"
                : ",reconnect-ms=1000";
        return arguments;
    }

    private static async Task<string?> NameAsync(QmpClient client) =>
        (await client.ExecuteRawAsync("query-name").WaitAsync(ScriptedPeer.Patience)).GetProperty("name").GetString();

    private Socket Call()
    {
        Socket socket = UnixAddress.CreateSocket();
        socket.Connect(new UnixDomainSocketEndPoint(SocketPath));
        return socket;
    }
}
