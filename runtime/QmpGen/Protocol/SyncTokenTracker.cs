using System.Buffers;
using System.Globalization;
using System.Text;

namespace QmpGen;

/// <summary>Matches the responses of a guest agent with calls, by sync tokens.</summary>
/// <remarks>
/// <para>Ids are not sufficient: agents before 4.0 reject them, and they do not show that an agent was
/// restarted.</para>
/// <para>Each request is enclosed in two <c>guest-sync-delimited</c> requests. The agent returns their tokens after a
/// 0xFF byte. Because it executes one command after another, a response between the two tokens of a call belongs to
/// that call.</para>
/// </remarks>
/// <param name="firstToken">The token of the handshake. Each call uses the next two.</param>
internal sealed class SyncTokenTracker(long firstToken)
{
    // Tokens are stored relative to the first one: call N uses 2N and 2N + 1.
    private long _lastSent;
    private long _lastReceived;
    private QmpResponse? _pendingResponse;
    private QmpResponse? _response;

    /// <summary>The latest call with a received token.</summary>
    public long LastCall => _lastReceived / 2;

    /// <summary>The latest call that can no longer receive a response.</summary>
    public long LastCompletedCall => IsLastCallCompleted ? LastCall : LastCall - 1;

    private bool IsLastCallCompleted => _lastReceived % 2 == 1;

    /// <summary>Encodes the request for a token.</summary>
    public static void EncodeRequest(long token, IBufferWriter<byte> output)
    {
        string arguments = string.Create(CultureInfo.InvariantCulture, $$"""{"id":{{token}}}""");
        QmpRequest.Encode(
            output,
            "guest-sync-delimited",
            Encoding.ASCII.GetBytes(arguments),
            id: null,
            outOfBand: null
        );
    }

    /// <summary>Encodes the request of a call, enclosed in its token requests.</summary>
    /// <param name="call">The call, whose number is higher than those of all earlier calls.</param>
    /// <param name="output">Receives the requests.</param>
    public void EncodeRequests(QmpCall call, IBufferWriter<byte> output)
    {
        // After an incomplete call, a restarted agent may be in the middle of a request: a 0xFF ends that request.
        // An idle agent gets no 0xFF, because it responds with an error that some guests log.
        bool isAgentIdle = _lastSent == Volatile.Read(ref _lastReceived);
        Volatile.Write(ref _lastSent, (2 * call.Id) + 1);
        if (!isAgentIdle)
        {
            output.Write([QmpFramer.Delimiter]);
        }

        EncodeRequest(firstToken + (2 * call.Id), output);
        QmpRequest.Encode(output, call.Command, call.Arguments, id: null, outOfBand: null);
        EncodeRequest(firstToken + (2 * call.Id) + 1, output);
    }

    /// <summary>Removes the response to the call that completed last, or returns null if the agent lost it.</summary>
    public QmpResponse? DequeueResponse()
    {
        QmpResponse? response = _response;
        _response = null;
        return response;
    }

    /// <summary>Processes a received message.</summary>
    /// <returns>True if the message is the response to a token request and advances the tracker.</returns>
    public bool TryAdvance(QmpMessage message)
    {
        long token = message is { IsDelimited: true, IntegerReturn: { } integer } ? integer - firstToken : 0;
        if (token <= _lastReceived || token > Volatile.Read(ref _lastSent))
        {
            return false;
        }

        _response = token % 2 == 1 && token == _lastReceived + 1 ? _pendingResponse : null;
        _pendingResponse = null;
        Volatile.Write(ref _lastReceived, token);
        return true;
    }

    /// <summary>Keeps a message that is not the response to a token request, if it can be the response to a
    /// call.</summary>
    /// <remarks>A second response can only be the error for a 0xFF. The first is kept until the second token arrives: a
    /// restarted agent may have started at a request whose first token is lost.</remarks>
    public bool TryKeepResponse(QmpMessage message)
    {
        if (_pendingResponse is not null || IsLastCallCompleted || !message.IsResponse)
        {
            return false;
        }

        _pendingResponse = message.CopyResponse();
        return true;
    }
}
