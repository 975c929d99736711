using System.Buffers;
using System.Globalization;
using System.Net.Sockets;

namespace QmpGen.Benchmarks;

/// <summary>A connection of <see cref="InstantResponder"/>, with blocking calls.</summary>
/// <remarks>One write contains the replies to all requests of one read.</remarks>
/// <param name="socket">The socket, which is closed when the client closes the connection.</param>
/// <param name="schema">The result of <c>query-qmp-schema</c>.</param>
internal sealed class ResponderConnection(Socket socket, byte[] schema)
{
    private readonly ArrayBufferWriter<byte> _output = new();

    private static ReadOnlySpan<byte> Greeting =>
        """{"QMP": {"version": {"qemu": {"micro": 22, "minor": 2, "major": 7}, "package": ""}, "capabilities": ["oob"]}}"""u8;

    private static ReadOnlySpan<byte> Event =>
        """{"timestamp": {"seconds": 1700000000, "microseconds": 123456}, "event": "STOP"}"""u8;

    private static ReadOnlySpan<byte> Status => """{"running": true, "singlestep": false, "status": "running"}"""u8;

    /// <summary>Responds to requests until the client closes the connection.</summary>
    public void Serve()
    {
        try
        {
            WriteLine(Greeting);
            Flush();
            RespondToAll();
        }
        catch (SocketException)
        {
            // The client closed the connection.
        }
        finally
        {
            socket.Dispose();
        }
    }

    private void RespondToAll()
    {
        byte[] buffer = new byte[4096];
        int length = 0;
        while (socket.Receive(buffer.AsSpan(length)) is > 0 and int read)
        {
            length += read;
            int start = 0;
            while (FindEnd(buffer.AsSpan(start, length - start)) is > 0 and int end)
            {
                Respond(buffer.AsSpan(start, end));
                start += end;
            }

            Flush();
            buffer.AsSpan(start, length - start).CopyTo(buffer);
            length -= start;
            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, 2 * length);
            }
        }
    }

    /// <summary>Finds the end of the first request, or returns 0. No string of a request contains a brace.</summary>
    private static int FindEnd(ReadOnlySpan<byte> input)
    {
        int depth = 0;
        for (int i = 0; i < input.Length; i++)
        {
            if (input[i] == '{')
            {
                depth++;
            }
            else if (input[i] == '}' && --depth == 0)
            {
                return i + 1;
            }
        }

        return 0;
    }

    private void Respond(ReadOnlySpan<byte> request)
    {
        if (request.IndexOf("\"emit-events\""u8) > 0)
        {
            for (long i = ReadNumber(request, "\"count\":"u8); i > 0; i--)
            {
                WriteLine(Event);
            }
        }

        _output.Write("{\"return\": "u8);
        _output.Write(
            request.IndexOf("\"query-status\""u8) > 0 ? Status
            : request.IndexOf("\"query-qmp-schema\""u8) > 0 ? schema
            : "{}"u8
        );
        _output.Write(", \"id\": "u8);
        Span<byte> id = stackalloc byte[20];
        ReadNumber(request, "\"id\":"u8).TryFormat(id, out int length, default, CultureInfo.InvariantCulture);
        _output.Write(id[..length]);
        WriteLine("}"u8);
    }

    private static long ReadNumber(ReadOnlySpan<byte> request, ReadOnlySpan<byte> name)
    {
        ReadOnlySpan<byte> text = request[(request.IndexOf(name) + name.Length)..].TrimStart((byte)' ');
        int length = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return long.Parse(text[..length], CultureInfo.InvariantCulture);
    }

    private void WriteLine(ReadOnlySpan<byte> text)
    {
        _output.Write(text);
        _output.Write("\r\n"u8);
    }

    private void Flush()
    {
        socket.Send(_output.WrittenSpan);
        _output.ResetWrittenCount();
    }
}
