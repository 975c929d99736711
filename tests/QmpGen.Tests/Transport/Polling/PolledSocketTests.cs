using System.Net.Sockets;
using System.Text;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

public sealed class PolledSocketTests
{
    [LinuxFact]
    public async Task UnixSocket_ReceivesBytesThatArriveBeforeAndAfterTheCall()
    {
        ConnectedSockets sockets = ConnectedSockets.Create();
        await using QmpTransport transport = CreateTransport(sockets);
        sockets.Server.Send("ab"u8);
        Assert.Equal("ab", await ReceiveAsync(transport));
        Task<string> later = ReceiveAsync(transport);
        await Task.Delay(20);
        Assert.False(later.IsCompleted);
        sockets.Server.Send("cd"u8);
        Assert.Equal("cd", await later.WaitAsync(WaitTimeout));
        sockets.Server.Dispose();
    }

    [LinuxFact]
    public async Task UnixSocket_ContinuesOnTheEventLoop()
    {
        ConnectedSockets sockets = ConnectedSockets.Create();
        await using QmpTransport transport = CreateTransport(sockets);
        Task<bool> isPoolThread = transport
            .ReceiveAsync(CancellationToken.None)
            .AsTask()
            .ContinueWith(
                _ => Thread.CurrentThread.IsThreadPoolThread,
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default
            );
        sockets.Server.Send("x"u8);
        Assert.False(await isPoolThread.WaitAsync(WaitTimeout));
        sockets.Server.Dispose();
    }

    [LinuxFact]
    public async Task UnixSocket_WhenThePeerCloses_ReceivesNothing()
    {
        ConnectedSockets sockets = ConnectedSockets.Create();
        await using QmpTransport transport = CreateTransport(sockets);
        Task<string> receiving = ReceiveAsync(transport);
        sockets.Server.Dispose();
        Assert.Equal("", await receiving.WaitAsync(WaitTimeout));
    }

    [LinuxFact]
    public async Task UnixSocket_WhenDisposedWhileReceiving_EndsTheReceive()
    {
        ConnectedSockets sockets = ConnectedSockets.Create();
        QmpTransport transport = CreateTransport(sockets);
        Task<string> receiving = ReceiveAsync(transport);
        await transport.DisposeAsync();
        Assert.Equal("", await receiving.WaitAsync(WaitTimeout));
        Assert.Equal("", await ReceiveAsync(transport).WaitAsync(WaitTimeout));
        sockets.Server.Dispose();
    }

    [LinuxTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task UnixSocket_WhenItsOwnerDisposesIt_EndsTheReceive(bool isSocketDisposed)
    {
        ConnectedSockets sockets = ConnectedSockets.Create();
        NetworkStream stream = new(sockets.Client, ownsSocket: true);
        await using QmpTransport transport = new(stream);
        Task<string> receiving = ReceiveAsync(transport);
        IDisposable owned = isSocketDisposed ? sockets.Client : stream;
        await Task.Run(owned.Dispose).WaitAsync(WaitTimeout);
        try
        {
            Assert.Equal("", await receiving.WaitAsync(WaitTimeout));
        }
        catch (IOException)
        {
            // The receive can also report the error of the socket.
        }

        Assert.Equal("", await ReceiveAsync(transport).WaitAsync(WaitTimeout));
        sockets.Server.Dispose();
    }

    private static QmpTransport CreateTransport(ConnectedSockets sockets) =>
        new(new NetworkStream(sockets.Client, ownsSocket: true));

    private static async Task<string> ReceiveAsync(QmpTransport transport)
    {
        int count = await transport.ReceiveAsync(CancellationToken.None);
        transport.Input.Add(count);
        string text = Encoding.UTF8.GetString(transport.Input.Unread.Span);
        transport.Input.KeepUnread(default);
        return text;
    }
}
