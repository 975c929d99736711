using System.Text.Json;
using QmpGen.Testing.Requests;
using QmpGen.Testing.Schema;
using QmpGen.Testing.Sessions;

namespace QmpGen.Testing;

/// <content>The services that sessions use.</content>
public sealed partial class QmpTestServer : ILiveSessionHost
{
    private int _lastSessionNumber;

    QmpTestFault ISessionHost.Fault => _fault;

    SessionTranscript ISessionHost.Transcript => _transcript;

    ReadOnlyMemory<byte> ISessionHost.StaleBytes => _options.StaleBytes;

    QmpVersion ILiveSessionHost.Version => _schema.Version;

    bool ILiveSessionHost.OffersOutOfBand =>
        _options.OfferOutOfBand && new ProtocolDialect(_schema.Version).HasOutOfBand;

    TestSchema ILiveSessionHost.Schema => _schema;

    int ISessionHost.GetNextSessionNumber() => Interlocked.Increment(ref _lastSessionNumber);

    ReceivedCall? ISessionHost.Record(TestRequest request, QmpTestErrorException? fault)
    {
        if (request.Fault is not null)
        {
            return null;
        }

        ReceivedCall received = new(request.Call) { Rejection = fault?.Description };
        lock (_gate)
        {
            _received.Add(received);
        }

        return received;
    }

    Task<JsonElement> ILiveSessionHost.ExecuteAsync(QmpTestCall call, CancellationToken cancellationToken) =>
        ExecuteAsync(call, cancellationToken);

    void ILiveSessionHost.DropCommand(JsonElement? id) =>
        _ = SendEventAsync(
            "COMMAND_DROPPED",
            QmpValue.Parse($$"""{"reason": "queue-full", "id": {{id?.GetRawText() ?? "null"}}}""")
        );

    void ILiveSessionHost.EndSessionsAfterQuit()
    {
        if (!_quit)
        {
            return;
        }

        _listener.Dispose();
        lock (_gate)
        {
            foreach (ClientSession session in _sessions.Keys)
            {
                session.End();
            }
        }
    }
}
