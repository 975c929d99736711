using System.Text;
using System.Threading.Channels;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

/// <summary>A stream to a monitor that tells which requests were written to it.</summary>
internal sealed class RequestTap(Stream inner) : RelayStream(inner)
{
    private readonly Channel<Request> _requests = Channel.CreateUnbounded<Request>();

    /// <summary>Whether all requests that were written have been asked for by <see cref="NextAsync"/>.</summary>
    public bool IsEmpty => _requests.Reader.Count == 0;

    /// <summary>Connects a client to a QEMU.</summary>
    public static async Task<(RequestTap Requests, QmpClient Client)> ConnectAsync(RealQemu qemu)
    {
        RequestTap tap = new(await ConnectAsync(qemu.Endpoint["unix:".Length..]));
        QmpClient client = await QmpClient.ConnectAsync(tap, new() { OutOfBand = QmpOutOfBandMode.Required });
        Assert.Equal("qmp_capabilities", (await tap.NextAsync()).Command);
        return (tap, client);
    }

    /// <summary>The next request that is written.</summary>
    public Task<Request> NextAsync() => _requests.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer,
        CancellationToken cancellationToken = default
    )
    {
        await base.WriteAsync(buffer, cancellationToken);
        foreach (string line in Encoding.UTF8.GetString(buffer.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            _requests.Writer.TryWrite(Request.Read(line));
        }
    }
}
