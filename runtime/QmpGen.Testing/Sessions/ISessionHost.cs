using System.Text.Json;
using QmpGen.Testing.Requests;
using QmpGen.Testing.Schema;

namespace QmpGen.Testing.Sessions;

/// <summary>What a session needs from its server.</summary>
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

/// <summary>What a session with handlers needs from its server.</summary>
internal interface ILiveSessionHost : ISessionHost
{
    /// <summary>The version in the greeting.</summary>
    QmpVersion Version { get; }

    /// <summary>Whether the greeting offers the capability <c>oob</c>.</summary>
    bool OffersOutOfBand { get; }

    /// <summary>The schema dump.</summary>
    TestSchema Schema { get; }

    /// <summary>Executes a command.</summary>
    /// <returns>The result as JSON.</returns>
    /// <exception cref="QmpTestErrorException">The response is an error.</exception>
    /// <exception cref="OperationCanceledException">The session has ended.</exception>
    Task<string> ExecuteAsync(QmpTestCall call, CancellationToken cancellationToken);

    /// <summary>Reports to every client that a command was dropped because the queue was full.</summary>
    /// <remarks>QEMU before 4.0 does this. The command does not get a response.</remarks>
    void DropCommand(JsonElement? id);

    /// <summary>Ends every session if <c>quit</c> has been executed and its response is on the way.</summary>
    void EndSessionsAfterQuit();
}
