using QmpGen.Testing.Requests;

namespace QmpGen.Testing.Sessions;

/// <summary>The services of the server that a session uses.</summary>
internal interface ISessionHost
{
    /// <summary>The fault that applies to every message the server sends.</summary>
    QmpTestFault Fault { get; }

    /// <summary>The last messages of all sessions.</summary>
    SessionTranscript Transcript { get; }

    /// <summary>The bytes that the client of a guest agent receives first.</summary>
    ReadOnlyMemory<byte> StaleBytes { get; }

    /// <summary>Returns the number of a new session, for messages. The first is 1.</summary>
    int GetNextSessionNumber();

    /// <summary>Keeps a command that was received.</summary>
    /// <param name="request">The request.</param>
    /// <param name="fault">The reason to reject the request before its arguments are checked.</param>
    /// <returns>Null if the request does not name a command.</returns>
    ReceivedCall? Record(TestRequest request, QmpTestErrorException? fault);
}
