using System.Net.Sockets;
using System.Threading.Channels;
using QmpGen.Testing.Wire;

namespace QmpGen.Testing.Sessions;

/// <summary>
/// One client's connection: requests are read value by value, and what is said goes through a queue without bound, as
/// in QEMU. What is said to which
/// request is up to those that derive from it. A guest agent ends its lines with LF alone.
/// </summary>
internal abstract class Session : IDisposable
{
    private protected static readonly byte[] Delimiter = [0xFF];

    private readonly int _number;
    private readonly Stream _stream;
    private readonly CancellationToken _closing;
    private readonly CancellationTokenSource _ending;
    private readonly Channel<byte[]> _output = Channel.CreateUnbounded<byte[]>();

    /// <summary>Makes a session.</summary>
    /// <param name="server">Whose it is.</param>
    /// <param name="stream">The connection, closed when the session ends.</param>
    /// <param name="closing">Cancelled when the server closes.</param>
    protected Session(QmpTestServer server, Stream stream, CancellationToken closing)
    {
        Server = server;
        _number = server.NextSession();
        _stream = stream;
        _closing = closing;
        _ending = CancellationTokenSource.CreateLinkedTokenSource(closing);
        Ending = _ending.Token;
    }

    /// <summary>Whether the client has negotiated: before that it hears no events.</summary>
    public abstract bool IsNegotiated { get; }

    protected QmpTestServer Server { get; }

    /// <summary>Cancelled when the session ends.</summary>
    protected CancellationToken Ending { get; }

    protected abstract bool IsAgent { get; }

    /// <summary>Says something to the client, after all that was said before.</summary>
    /// <param name="message">What, without the line's end.</param>
    public void Send(byte[] message)
    {
        Server.Transcript.Say(_number, message);
        _output.Writer.TryWrite([.. message, .. IsAgent ? "\n"u8 : "\r\n"u8]);
    }

    /// <summary>Ends the session once what was said has been written.</summary>
    public void End() => _ending.Cancel();

    /// <summary>Serves the client until it leaves, or the session is ended, or the server closes. The connection is
    /// closed then, whatever happened.</summary>
    public async Task RunAsync()
    {
        if (IsAgent)
        {
            _output.Writer.TryWrite(Server.Options.Noise.ToArray());
        }
        else
        {
            Send(Greeting());
        }

        Task writing = UntilEndAsync(WriteAsync);
        Task answering = UntilEndAsync(AnswerQueueAsync);
        Task reading = UntilEndAsync(ReadAsync);
        await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        End();
        await answering.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _output.Writer.Complete();
        await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stream.DisposeAsync().ConfigureAwait(false);

        // What none of them foresaw, whoever disposes of the server is told.
        await Task.WhenAll(reading, answering, writing).ConfigureAwait(false);
    }

    public virtual void Dispose() => _ending.Dispose();

    /// <summary>What a monitor says first.</summary>
    protected abstract byte[] Greeting();

    /// <summary>Reads a request by the rules of the dialect.</summary>
    protected abstract TestRequest Read(RequestValue value);

    /// <summary>Takes a request. Nothing more is read before it is done.</summary>
    protected abstract Task TakeAsync(TestRequest request);

    /// <summary>Executes beside the reading loop what that has left to it.</summary>
    protected virtual Task AnswerQueueAsync() => Task.CompletedTask;

    /// <summary>Runs a loop to its end, which may be that of the connection or of the session; one that fails takes the
    /// session along.</summary>
    private async Task UntilEndAsync(Func<Task> loop)
    {
        try
        {
            await loop().ConfigureAwait(false);
        }
        catch (Exception e)
            when (e is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        { }
        catch
        {
            End();
            throw;
        }
    }

    private async Task WriteAsync()
    {
        await foreach (byte[] line in _output.Reader.ReadAllAsync(_closing).ConfigureAwait(false))
        {
            if (!await Server.Fault.WriteAsync(_stream, line, _closing).ConfigureAwait(false))
            {
                End();
                return;
            }
        }
    }

    private async Task ReadAsync()
    {
        RequestStream requests = new();
        byte[] buffer = new byte[4096];
        while (await _stream.ReadAsync(buffer, Ending).ConfigureAwait(false) is > 0 and int length)
        {
            for (int i = 0; i < length; i++)
            {
                requests.Feed(buffer[i]);
                while (requests.TryTake(out RequestValue? value))
                {
                    TestRequest request = Read(value);
                    Server.Transcript.Hear(_number, $"{request}");
                    await TakeAsync(request).ConfigureAwait(false);
                }
            }
        }
    }
}
