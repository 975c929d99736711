using System.Text.Json;
using QmpGen.Testing.Recordings;
using QmpGen.Testing.Requests;
using QmpGen.Testing.Wire;

namespace QmpGen.Testing.Sessions;

/// <summary>A session that responds from a recording.</summary>
/// <remarks>It does not use the recording for invalid requests and for the synchronization with a guest
/// agent.</remarks>
internal sealed class ReplaySession(
    ISessionHost host,
    Recording recording,
    RecordedSession session,
    SessionPlayback playback,
    Stream stream,
    CancellationToken closing
) : ClientSession(host, stream, closing)
{
    private readonly ISessionHost _host = host;
    private volatile bool _negotiated;

    public override bool IsNegotiated => _negotiated;

    protected override bool IsGuestAgent => recording.IsGuestAgent;

    protected override RequestSyntax Syntax => new RequestRules(session.Version).Syntax;

    private bool UsesControlField => !IsGuestAgent && new ProtocolDialect(session.Version).UsesControlField;

    protected override ReadOnlyMemory<byte> PrintGreeting() =>
        MessagePrinter.Monitor.PrintRecorded(session.Greeting!.Value);

    protected override TestRequest ReadRequest(RequestValue value) =>
        TestRequest.Read(value, UsesControlField, outOfBandEnabled: true, acceptsIds: true);

    protected override Task HandleAsync(TestRequest request)
    {
        _host.Record(request, request.Fault);
        QmpTestCall call = request.Call;
        if (request.Fault is { } fault)
        {
            SendError(fault, UsesControlField ? null : request.Id);
        }
        else if (
            IsGuestAgent
            && call.Command is CommandNames.Sync or CommandNames.DelimitedSync
            && call.Arguments.TryGetProperty("id", out JsonElement token)
        )
        {
            SendReturn(call.Command, token, request.Id);
        }
        else
        {
            bool ends = playback.HandleRequest(call, request.Id, Send);
            _negotiated |= call.Command == CommandNames.Negotiation;
            if (ends)
            {
                End();
            }
        }

        return Task.CompletedTask;
    }
}
