using System.Text.Json;
using QmpGen.Testing.Replay;
using QmpGen.Testing.Wire;

namespace QmpGen.Testing.Sessions;

/// <summary>A session that goes as a recorded one went. What was recorded decides; only what is broken, and what
/// synchronises with a guest agent, is answered live.</summary>
internal sealed class ReplaySession(
    QmpTestServer server,
    Recording recording,
    RecordedSession session,
    Playback playback,
    Stream stream,
    CancellationToken closing
) : Session(server, stream, closing)
{
    private volatile bool _negotiated;

    public override bool IsNegotiated => _negotiated;

    protected override bool IsAgent => recording.IsGuestAgents;

    private bool UsesControlField =>
        !IsAgent && new QmpTestServerOptions { Version = session.Version }.UsesControlField;

    protected override byte[] Greeting() => AnswerText.Message(session.Greeting!.Value);

    protected override TestRequest Read(RequestValue value) =>
        TestRequest.Read(value, UsesControlField, outOfBandEnabled: true, takesIds: true);

    protected override Task TakeAsync(TestRequest request)
    {
        Server.Record(request, request.Fault);
        QmpTestCall call = request.Call;
        if (request.Fault is { } fault)
        {
            Send(AnswerText.Error(fault, UsesControlField ? null : request.Id));
        }
        else if (
            IsAgent
            && call.Command is QmpTestServer.Sync or QmpTestServer.DelimitedSync
            && call.Arguments.TryGetProperty("id", out JsonElement mark)
        )
        {
            Send([
                .. call.Command == QmpTestServer.DelimitedSync ? Delimiter : [],
                .. AnswerText.Return(AnswerText.Print(mark), request.Id),
            ]);
        }
        else
        {
            bool isEnd = playback.Take(call, request.Id, Send);
            _negotiated |= call.Command == QmpTestServer.Negotiation;
            if (isEnd)
            {
                End();
            }
        }

        return Task.CompletedTask;
    }
}
