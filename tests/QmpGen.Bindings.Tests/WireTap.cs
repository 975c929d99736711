using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace QmpGen.Tests;

/// <summary>A stream to a monitor that keeps what came from it.</summary>
internal sealed class WireTap(Stream inner) : Stream
{
    private readonly MemoryStream _received = new();
    private readonly Lock _gate = new();

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Connects to the unix socket of a QEMU.</summary>
    public static async Task<WireTap> ConnectAsync(RealQemu qemu)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(qemu.Endpoint["unix:".Length..]));
        return new WireTap(new NetworkStream(socket, ownsSocket: true));
    }

    /// <summary>The last answer that came.</summary>
    public JsonElement LastAnswer => Lines()
        .Select(line => JsonElement.Parse(line))
        .Last(message => message.TryGetProperty("return", out _) || message.TryGetProperty("error", out _));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count = await inner.ReadAsync(buffer, cancellationToken);
        lock (_gate)
        {
            _received.Write(buffer.Span[..count]);
        }

        return count;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        inner.WriteAsync(buffer, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => inner.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        inner.Dispose();
        base.Dispose(disposing);
    }

    private string[] Lines()
    {
        lock (_gate)
        {
            return Encoding.UTF8.GetString(_received.ToArray()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        }
    }
}
