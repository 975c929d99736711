using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

/// <summary>A stream to a monitor that tells which requests were written to it.</summary>
internal sealed class RequestTap : Stream
{
    private readonly NetworkStream _inner;
    private readonly Channel<Request> _requests = Channel.CreateUnbounded<Request>();

    private RequestTap(NetworkStream inner) => _inner = inner;

    /// <summary>Whether all requests that were written have been asked for by <see cref="NextAsync"/>.</summary>
    public bool IsEmpty => _requests.Reader.Count == 0;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Connects a client to a QEMU.</summary>
    public static async Task<(RequestTap Requests, QmpClient Client)> ConnectAsync(RealQemu qemu)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(qemu.Endpoint["unix:".Length..]));
        RequestTap tap = new(new NetworkStream(socket, ownsSocket: true));
        QmpClient client = await QmpClient.ConnectAsync(tap, new() { OutOfBand = QmpOutOfBandMode.Required });
        Assert.Equal("qmp_capabilities", (await tap.NextAsync()).Command);
        return (tap, client);
    }

    /// <summary>The next request that is written.</summary>
    public Task<Request> NextAsync() => _requests.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => _inner.ReadAsync(buffer, cancellationToken);

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await _inner.WriteAsync(buffer, cancellationToken);
        foreach (string line in Encoding.UTF8.GetString(buffer.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            _requests.Writer.TryWrite(Request.Read(line));
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => _inner.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => _inner.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _inner.Dispose();
        base.Dispose(disposing);
    }
}
