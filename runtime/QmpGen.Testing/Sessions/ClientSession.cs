using System.Net.Sockets;
using System.Text.Json;
using System.Threading.Channels;
using QmpGen.Testing.Requests;
using QmpGen.Testing.Wire;

namespace QmpGen.Testing.Sessions;

/// <summary>The connection of one client.</summary>
/// <remarks>
/// Reads requests one by one and sends messages through an unbounded queue, as QEMU does. Derived classes create the
/// responses.
/// </remarks>
internal abstract class ClientSession : IDisposable
{
    // The client must read messages beyond this size before the session reads its next request.
    private const int MaxPendingBytes = 2 * ParserLimits.MaxBytes;

    private static readonly byte[] s_delimiter = [0xFF];

    private readonly ISessionHost _host;
    private readonly int _number;
    private readonly Stream _stream;
    private readonly CancellationToken _closing;
    private readonly CancellationTokenSource _ending;
    private readonly Channel<ReadOnlyMemory<byte>> _output = Channel.CreateUnbounded<ReadOnlyMemory<byte>>();

    private readonly SemaphoreSlim _written = new(0, 1);
    private long _pendingBytes;
    private volatile bool _isWritingOver;

    /// <summary>Initializes a session.</summary>
    /// <param name="host">The server.</param>
    /// <param name="stream">The connection. The session closes it when it ends.</param>
    /// <param name="closing">A token that is canceled when the server closes.</param>
    protected ClientSession(ISessionHost host, Stream stream, CancellationToken closing)
    {
        _host = host;
        _number = host.GetNextSessionNumber();
        _stream = stream;
        _closing = closing;
        _ending = CancellationTokenSource.CreateLinkedTokenSource(closing);
        Ending = _ending.Token;
    }

    /// <summary>Whether the client has negotiated and therefore receives events.</summary>
    public abstract bool IsNegotiated { get; }

    /// <summary>A token that is canceled when the session ends.</summary>
    protected CancellationToken Ending { get; }

    protected abstract bool IsGuestAgent { get; }

    private MessagePrinter Printer => IsGuestAgent ? MessagePrinter.GuestAgent : MessagePrinter.Monitor;

    /// <summary>The parser of requests.</summary>
    protected abstract RequestSyntax Syntax { get; }

    /// <summary>Sends a message after all earlier ones.</summary>
    /// <param name="message">The message with its line end.</param>
    public void Send(ReadOnlyMemory<byte> message)
    {
        _host.Transcript.AddSent(_number, message.Span);
        Interlocked.Add(ref _pendingBytes, message.Length);
        _output.Writer.TryWrite(message);
    }

    /// <summary>Ends the session after the pending messages have been written.</summary>
    public void End() => _ending.Cancel();

    /// <summary>Serves the client until it disconnects, the session ends or the server closes.</summary>
    /// <remarks>Closes the connection in every case.</remarks>
    public async Task RunAsync()
    {
        if (IsGuestAgent)
        {
            _output.Writer.TryWrite(_host.StaleBytes);
        }
        else
        {
            Send(PrintGreeting());
        }

        Task writing = RunLoopAsync(WriteMessagesAsync);
        Task executing = RunLoopAsync(ExecuteQueueAsync);
        Task reading = RunLoopAsync(ReadRequestsAsync);
        await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        End();
        await executing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _output.Writer.Complete();
        await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stream.DisposeAsync().ConfigureAwait(false);

        // An unexpected exception of a loop reaches the caller that disposes the server.
        await Task.WhenAll(reading, executing, writing).ConfigureAwait(false);
    }

    public virtual void Dispose()
    {
        _ending.Dispose();
        _written.Dispose();
    }

    /// <summary>Prints the greeting of a monitor.</summary>
    protected abstract ReadOnlyMemory<byte> PrintGreeting();

    /// <summary>Reads a request by the rules of the dialect.</summary>
    protected abstract TestRequest ReadRequest(RequestValue value);

    /// <summary>Handles a request.</summary>
    /// <remarks>The session reads the next request when the task has completed.</remarks>
    protected abstract Task HandleAsync(TestRequest request);

    /// <summary>Executes queued commands while the session continues reading.</summary>
    protected virtual Task ExecuteQueueAsync() => Task.CompletedTask;

    /// <summary>Sends an error.</summary>
    protected void SendError(QmpTestErrorException error, JsonElement? id) =>
        Send(Printer.PrintError(error.ErrorClass, error.Description, id));

    /// <summary>Sends the result of a command.</summary>
    protected void SendReturn(string command, JsonElement result, JsonElement? id) =>
        Send(Printer.PrintReturn(result, id, command == CommandNames.DelimitedSync ? s_delimiter : []));

    /// <summary>Runs a loop until the connection or the session ends.</summary>
    /// <remarks>If the loop fails, the session ends.</remarks>
    private async Task RunLoopAsync(Func<Task> loop)
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

    private async Task WriteMessagesAsync()
    {
        try
        {
            await foreach (ReadOnlyMemory<byte> line in _output.Reader.ReadAllAsync(_closing).ConfigureAwait(false))
            {
                if (!await _host.Fault.WriteAsync(_stream, line, _closing).ConfigureAwait(false))
                {
                    End();
                    return;
                }

                Interlocked.Add(ref _pendingBytes, -line.Length);
                NotifyWritten();
            }
        }
        finally
        {
            _isWritingOver = true;
            NotifyWritten();
        }
    }

    private void NotifyWritten()
    {
        // Only the writing loop releases it.
        if (_written.CurrentCount == 0)
        {
            _written.Release();
        }
    }

    private async Task WaitForRoomAsync()
    {
        while (Volatile.Read(ref _pendingBytes) > MaxPendingBytes && !_isWritingOver)
        {
            await _written.WaitAsync(Ending).ConfigureAwait(false);
        }
    }

    private async Task ReadRequestsAsync()
    {
        RequestReader reader = new(Syntax);
        byte[] buffer = new byte[4096];
        while (await _stream.ReadAsync(buffer, Ending).ConfigureAwait(false) is > 0 and int length)
        {
            for (int i = 0; i < length; i++)
            {
                reader.Append(buffer[i]);
                while (reader.TryRead(out RequestValue? value))
                {
                    TestRequest request = ReadRequest(value);
                    _host.Transcript.AddReceived(_number, request.ShortText);
                    await HandleAsync(request).ConfigureAwait(false);
                    await WaitForRoomAsync().ConfigureAwait(false);
                }
            }
        }
    }
}
