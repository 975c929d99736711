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

    /// <summary>Returns the number of a new session, for messages, starting at 1.</summary>
    int GetNextSessionNumber();

    /// <summary>Records a received command.</summary>
    /// <param name="request">The request.</param>
    /// <param name="fault">The reason to reject the request before its arguments are checked.</param>
    /// <returns>The record, or null if the request does not name a command.</returns>
    ReceivedCall? Record(TestRequest request, QmpTestErrorException? fault);
}
