using System.Net.Sockets;
using System.Text;

namespace QmpGen.Benchmarks;

/// <summary>The minimum of any client on <see cref="Socket"/>: sends fixed bytes and counts lines.</summary>
/// <remarks>It parses nothing, and receives into one buffer.</remarks>
internal sealed class BareLoop : IMeasuredConnection
{
    // The number has as many digits as those of a client that runs for some time.
    private static readonly byte[] s_statusRequest = """{"execute":"query-status","id":10000}"""u8.ToArray();
    private static readonly byte[] s_schemaRequest = """{"execute":"query-qmp-schema","id":10000}"""u8.ToArray();

    private readonly Socket _socket;
    private byte[] _buffer = new byte[4096];

    private BareLoop(Socket socket) => _socket = socket;

    public static async Task<IMeasuredConnection> ConnectAsync(string path)
    {
        BareLoop loop = new(await MonitorSocket.ConnectAsync(path));
        await loop.ReceiveLinesAsync(1);
        await loop.CallAsync("""{"execute":"qmp_capabilities","id":10000}"""u8.ToArray());
        return loop;
    }

    public Task CallAsync() => CallAsync(s_statusRequest);

    public async Task CallTogetherAsync(int count)
    {
        for (int i = 0; i < count; i++)
        {
            await _socket.SendAllAsync(s_statusRequest);
        }

        await ReceiveLinesAsync(count);
    }

    public Task ReadSchemaAsync() => CallAsync(s_schemaRequest);

    public Task ReceiveEventsAsync(int count) => IgnoreEventsAsync(count);

    public async Task IgnoreEventsAsync(int count)
    {
        string request = $$"""{"execute":"emit-events","arguments":{"count":{{count}}},"id":10000}""";
        await _socket.SendAllAsync(Encoding.UTF8.GetBytes(request));
        await ReceiveLinesAsync(count + 1);
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return default;
    }

    private async Task CallAsync(byte[] request)
    {
        await _socket.SendAllAsync(request);
        await ReceiveLinesAsync(1);
    }

    private async ValueTask ReceiveLinesAsync(int count)
    {
        while (count > 0)
        {
            int read = await _socket.ReceiveSomeAsync(_buffer);
            count -= _buffer.AsSpan(0, read).Count((byte)'\n');
            if (read == _buffer.Length && read < 1024 * 1024)
            {
                _buffer = new byte[2 * read];
            }
        }
    }
}
