using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

/// <summary>Waiting for a peer that another program starts.</summary>
public sealed class WaitForPeerTests : IDisposable
{
    private static readonly QmpClientOptions s_waiting = new() { WaitForPeer = true, ConnectTimeout = WaitTimeout };

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("qmpgen-");

    private string SocketPath => Path.Combine(_directory.FullName, "run", "qmp");

    public void Dispose() => _directory.Delete(recursive: true);

    [LinuxFact]
    public async Task Connect_WhileSocketBecomesUsable_RetriesThroughEveryState()
    {
        RecordingLogger log = new();
        Task<QmpClient> connecting = QmpClient.ConnectAsync($"unix:{SocketPath}", s_waiting with { Logger = log });
        Assert.Contains("the file does not exist", await log.NextAsync(4), StringComparison.Ordinal);

        _directory.CreateSubdirectory("run");
        File.Move(UnreachableSocket.CreateStale(_directory.FullName), SocketPath);
        Assert.Contains("no process is listening", await log.NextAsync(4), StringComparison.Ordinal);

        File.Delete(SocketPath);
        using Socket listening = UnreachableSocket.Bind(SocketPath + "2");
        File.Move(SocketPath + "2", SocketPath);
        string waiting = await log.NextAsync(4);
        waiting = waiting.Contains("does not exist", StringComparison.Ordinal) ? await log.NextAsync(4) : waiting;
        Assert.Contains("does not listen", waiting, StringComparison.Ordinal);

        listening.Listen(0);
        await using Stream connection = await FirstMessages.AcceptAsync(listening);
        await using QmpClient client = await connecting.WaitAsync(WaitTimeout);
        Assert.Equal(QmpConnectionState.Connected, client.State);
        Assert.All(log.Entries, entry => Assert.Equal($"unix:{SocketPath}", entry["Endpoint"]));
    }

    [LinuxFact]
    public async Task Connect_WhileAcceptQueueIsFull_Waits()
    {
        _directory.CreateSubdirectory("run");
        using Socket listening = UnreachableSocket.Bind(SocketPath);
        listening.Listen(0);
        using Socket other = UnixAddress.CreateSocket();
        await other.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath));
        RecordingLogger log = new();
        Task<QmpClient> connecting = QmpClient.ConnectAsync($"unix:{SocketPath}", s_waiting with { Logger = log });
        Assert.Contains("queue", await log.NextAsync(4), StringComparison.Ordinal);
        (await listening.AcceptAsync()).Dispose();
        await using Stream connection = await FirstMessages.AcceptAsync(listening);
        await using QmpClient client = await connecting.WaitAsync(WaitTimeout);
    }

    [Fact]
    public async Task Connect_WhenPortOpensLater_Waits()
    {
        using Socket listening = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listening.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        RecordingLogger log = new();
        Task<QmpClient> connecting = QmpClient.ConnectAsync(
            $"tcp:{listening.LocalEndPoint}",
            s_waiting with
            {
                Logger = log,
            }
        );
        await log.NextAsync(4);
        listening.Listen();
        await using Stream connection = await FirstMessages.AcceptAsync(listening);
        await using QmpClient client = await connecting.WaitAsync(WaitTimeout);
    }

    [Fact]
    public async Task Connect_WhenPeerExitsBeforeItsGreeting_Retries()
    {
        using Socket listening = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listening.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listening.Listen();
        Task<QmpClient> connecting = QmpClient.ConnectAsync($"tcp:{listening.LocalEndPoint}", s_waiting);
        (await listening.AcceptAsync().WaitAsync(WaitTimeout)).Dispose();
        await using Stream connection = await FirstMessages.AcceptAsync(listening);
        await using QmpClient client = await connecting.WaitAsync(WaitTimeout);
    }

    [QemuFact]
    public async Task Connect_WhenQemuStartsLater_ConnectsAndReconnects()
    {
        _directory.CreateSubdirectory("run");
        Task<QmpClient> connecting = QmpClient.ConnectAsync($"unix:{SocketPath}", s_waiting with { Reconnect = new() });
        await using QemuProcess first = StartQemu();
        await using QmpClient client = await connecting.WaitAsync(WaitTimeout);
        await client.ExecuteRawAsync("query-status").WaitAsync(WaitTimeout);

        using QmpExpectation<QmpInterruptedEvent> lost = client.Expect<QmpInterruptedEvent>();
        first.Kill();
        await lost.WaitAsync(WaitTimeout);
        await using QemuProcess second = StartQemu();
        await client.WaitUntilConnectedAsync().WaitAsync(WaitTimeout);
        await client.ExecuteRawAsync("query-status").WaitAsync(WaitTimeout);
    }

    [GuestAgentFact]
    public async Task Connect_WhenGuestAgentStartsLater_Connects()
    {
        _directory.CreateSubdirectory("run");
        Task<AgentClient> connecting = AgentClient.ConnectAsync($"unix:{SocketPath}", s_waiting);
        using Process agent = Process.Start(
            RealGuestAgent.Find()!,
            ["-m", "unix-listen", "-p", SocketPath, "-t", _directory.FullName]
        );
        await using AgentClient client = await connecting.WaitAsync(WaitTimeout);
        await client.ExecuteRawAsync("guest-ping").WaitAsync(WaitTimeout);
        agent.Kill();
        await agent.WaitForExitAsync();
    }

    [LinuxFact]
    public async Task Connect_WhenWaitingCannotHelp_ThrowsAtOnce()
    {
        string directory = _directory.FullName;
        File.WriteAllText($"{directory}/file", "text");
        File.WriteAllText($"{directory}/empty", "");
        UnreachableSocket.CreateFifo(directory);
        File.CreateSymbolicLink($"{directory}/loop", $"{directory}/loop");
        using Socket datagram = UnreachableSocket.BindDatagram($"{directory}/datagram");
        using Socket secret = UnreachableSocket.Bind($"{directory}/secret");
        secret.Listen();
        foreach (string path in (string[])["", "/file", "/empty", "/fifo", "/datagram", "/file/qmp", "/loop"])
        {
            await AssertThrowsAtOnceAsync<QmpConnectionException>(() =>
                QmpClient.ConnectAsync($"unix:{directory}{path}", s_waiting)
            );
        }

        await AssertThrowsAtOnceAsync<QmpConnectionException>(() =>
            UnreachableSocket.ConnectWithoutPermissionAsync($"{directory}/secret", s_waiting)
        );
        await AssertThrowsAtOnceAsync<QmpConnectionException>(() => QmpClient.ConnectAsync("fd:999", s_waiting));
        await AssertThrowsAtOnceAsync<QmpConnectionException>(() =>
            QmpClient.ConnectAsync(QmpEndpoint.Create("a tunnel", _ => new(default(Stream)!)), s_waiting)
        );
    }

    public static TheoryData<Exception> FailuresThatRemain =>
        [
            new FileNotFoundException(),
            new DirectoryNotFoundException(),
            new SocketException((int)SocketError.AccessDenied),
            new IOException("", new SocketException((int)SocketError.AccessDenied)),
        ];

    [Theory]
    [MemberData(nameof(FailuresThatRemain))]
    public Task Connect_WhenFunctionFailsForGood_ThrowsAtOnce(Exception failure) =>
        AssertThrowsAtOnceAsync<QmpConnectionException>(() =>
            QmpClient.ConnectAsync(QmpEndpoint.Create("a tunnel", _ => throw failure), s_waiting)
        );

    [LinuxFact]
    public async Task Connect_WhenFunctionFindsNoSocketYet_Retries()
    {
        RecordingLogger log = new();
        using CancellationTokenSource cancellation = new();
        Task<QmpClient> connecting = QmpClient.ConnectAsync(
            QmpEndpoint.Create("a tunnel", OpenAsync),
            s_waiting with
            {
                Logger = log,
            },
            cancellation.Token
        );
        await log.NextEntryAsync(4);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);

        async ValueTask<Stream> OpenAsync(CancellationToken cancellationToken)
        {
            using Socket socket = UnixAddress.CreateSocket();
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath), cancellationToken);
            return Stream.Null;
        }
    }

    [Fact]
    public async Task Connect_WhenPeerDoesNotSpeakQmp_ThrowsAtOnce()
    {
        using TcpListener listening = new(IPAddress.Loopback, 0);
        listening.Start();
        Task<QmpClient> connecting = QmpClient.ConnectAsync($"tcp:{listening.LocalEndpoint}", s_waiting);
        using TcpClient peer = await listening.AcceptTcpClientAsync();
        await peer.GetStream().WriteAsync(Encoding.UTF8.GetBytes("SSH-2.0-OpenSSH_9.2\r\n"));
        await AssertThrowsAtOnceAsync<QmpProtocolException>(() => connecting);
    }

    [Fact]
    public async Task Connect_WhenNoPeerAppears_ThrowsTimeoutWithTheLastFailure()
    {
        QmpTimeoutException e = await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            QmpClient.ConnectAsync(
                $"unix:{SocketPath}",
                new() { WaitForPeer = true, ConnectTimeout = TimeSpan.FromMilliseconds(200) }
            )
        );
        QmpConnectionException last = Assert.IsType<QmpConnectionException>(e.InnerException);
        Assert.EndsWith(last.Reason, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_WhenLastAttemptMeetsSilence_NamesTheOptionAndTheEarlierFailure()
    {
        await using ScriptedPeer silent = Create();
        int attempts = 0;
        QmpEndpoint endpoint = QmpEndpoint.Create(
            "a tunnel",
            _ => attempts++ < 1 ? throw new IOException("The tunnel is closed.") : new(silent.ClientStream)
        );
        TimeSpan timeout = TimeSpan.FromSeconds(2);
        QmpTimeoutException e = await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            QmpClient.ConnectAsync(endpoint, new() { WaitForPeer = true, ConnectTimeout = timeout })
        );
        Assert.StartsWith(
            "Timed out after 2 s while waiting for QEMU's greeting",
            e.Message,
            StringComparison.Ordinal
        );
        Assert.EndsWith("The tunnel is closed.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_WhenTimeEndsDuringALaterOpen_ThrowsTimeoutWithTheLastFailure()
    {
        int attempts = 0;
        QmpEndpoint endpoint = QmpEndpoint.Create(
            "a tunnel",
            _ =>
                attempts++ < 1
                    ? throw new IOException("The tunnel is closed.")
                    : new(new TaskCompletionSource<Stream>().Task)
        );
        TimeSpan timeout = TimeSpan.FromMilliseconds(500);
        QmpTimeoutException e = await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            QmpClient.ConnectAsync(endpoint, new() { WaitForPeer = true, ConnectTimeout = timeout })
        );
        Assert.Equal("The tunnel is closed.", Assert.IsType<QmpConnectionException>(e.InnerException).Reason);
    }

    [Fact]
    public async Task Connect_WhenCanceledWhileWaiting_Throws()
    {
        using CancellationTokenSource cancellation = new();
        Task<QmpClient> connecting = QmpClient.ConnectAsync(
            $"unix:{SocketPath}",
            s_waiting with
            {
                ConnectTimeout = Timeout.InfiniteTimeSpan,
            },
            cancellation.Token
        );
        await cancellation.CancelAsync();
        OperationCanceledException e = await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            connecting.WaitAsync(WaitTimeout)
        );
        Assert.Equal(cancellation.Token, e.CancellationToken);
    }

    [Fact]
    public async Task Connect_WithoutTheOption_ThrowsAtOnce() =>
        Assert.True(
            (
                await Assert.ThrowsAsync<QmpConnectionException>(() => QmpClient.ConnectAsync($"unix:{SocketPath}"))
            ).IsTransient
        );

    private static async Task AssertThrowsAtOnceAsync<TException>(Func<Task> connect)
        where TException : QmpException
    {
        Stopwatch watch = Stopwatch.StartNew();
        TException e = await Assert.ThrowsAsync<TException>(connect);
        Assert.False(e.IsTransient, e.Message);
        Assert.True(watch.Elapsed < WaitTimeout / 2, e.Message);
    }

    private QemuProcess StartQemu() =>
        QemuProcess.Start(
            "qemu-system-x86_64",
            ["-M", "none", "-nodefaults", "-display", "none", "-qmp", $"unix:{SocketPath},server=on,wait=off"]
        );
}
