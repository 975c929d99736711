using System.Text.Json;
using QmpGen.Testing.Schema;

namespace QmpGen.Testing.Sessions;

/// <summary>The services of the server that a session with handlers uses.</summary>
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
    Task<JsonElement> ExecuteAsync(QmpTestCall call, CancellationToken cancellationToken);

    /// <summary>Reports to every client that a command was dropped because the queue was full.</summary>
    /// <remarks>QEMU before 4.0 does this. The command does not get a response.</remarks>
    void DropCommand(JsonElement? id);

    /// <summary>Ends every session if <c>quit</c> has been executed and its response is queued.</summary>
    void EndSessionsAfterQuit();
}
