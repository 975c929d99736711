using System.Text;
using System.Threading.Channels;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

/// <summary>A client of a real QEMU whose written requests can be observed.</summary>
internal sealed class TappedConnection : IAsyncDisposable
{
    private readonly Channel<ReceivedRequest> _requests = Channel.CreateUnbounded<ReceivedRequest>();

    private TappedConnection() { }

    public QmpClient Client { get; private set; } = null!;

    /// <summary>Whether <see cref="NextRequestAsync"/> has returned every request that was written.</summary>
    public bool IsEmpty => _requests.Reader.Count == 0;

    /// <summary>Connects with out-of-band execution enabled.</summary>
    public static async Task<TappedConnection> CreateAsync(RealQemu qemu)
    {
        TappedConnection connection = new();
        Stream stream = await RelayStream.ConnectAsync(qemu.Endpoint["unix:".Length..]);
        connection.Client = await QmpClient.ConnectAsync(
            new TapStream(stream, connection._requests.Writer),
            new() { OutOfBand = QmpOutOfBandMode.Required }
        );
        Assert.Equal("qmp_capabilities", (await connection.NextRequestAsync()).Command);
        return connection;
    }

    /// <summary>Waits for the next request that is written.</summary>
    public Task<ReceivedRequest> NextRequestAsync() => _requests.Reader.ReadAsync().AsTask().WaitAsync(WaitTimeout);

    public ValueTask DisposeAsync() => Client.DisposeAsync();

    private sealed class TapStream(Stream inner, ChannelWriter<ReceivedRequest> requests) : RelayStream(inner)
    {
        public override async ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer,
            CancellationToken cancellationToken = default
        )
        {
            await base.WriteAsync(buffer, cancellationToken);
            string text = Encoding.UTF8.GetString(buffer.Span);
            foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                requests.TryWrite(ReceivedRequest.Parse(line));
            }
        }
    }
}
