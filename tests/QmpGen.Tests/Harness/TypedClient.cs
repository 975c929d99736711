using QmpGen.CodeGeneration;

namespace QmpGen.Tests;

/// <summary>A hand-written equivalent of the generated client for a schema of one command and two events.</summary>
internal sealed class TypedClient : QmpClient
{
    private static readonly QmpBindings s_bindings = new("7.2.0", ReadEvent);

    private TypedClient(QmpSession session)
        : base(session) { }

    public static new Task<TypedClient> ConnectAsync(
        QmpEndpoint endpoint,
        QmpClientOptions? options = null,
        CancellationToken cancellationToken = default
    ) => ConnectAsync(endpoint, options, s_bindings, static session => new TypedClient(session), cancellationToken);

    public Task<string> QueryYankAsync(bool outOfBand, CancellationToken cancellationToken = default) =>
        ExecuteAsync(new QueryYank(), outOfBand, cancellationToken);

    private static QmpEvent? ReadEvent(string wireName, ref QmpReader reader) =>
        wireName switch
        {
            "DEVICE_DELETED" => new DeviceDeletedEvent(ref reader),
            "STOP" => new StopEvent(ref reader),
            _ => null,
        };
}

internal sealed record QueryYank : QmpArguments, IQmpOutOfBandCommand<string>
{
    string IQmpCommand.WireName => "query-yank";

    bool IQmpCommand.AllowOob => true;

    IReadOnlyList<string> IQmpCommand.Features => [];

    void IQmpCommand.WriteArguments(QmpWriter writer) => writer.WriteExtraArguments(this);

    string IQmpCommand<string>.ReadResult(ref QmpReader reader) => reader.ReadString();
}

internal sealed record StopEvent : QmpEvent
{
    internal StopEvent(ref QmpReader reader)
        : base(reader.Context) => reader.ReadStartObject();

    protected override string WireNameCore => "STOP";
}

internal sealed record DeviceDeletedEvent : QmpEvent
{
    private static readonly QmpMembers s_members = new(1, "path device");

    internal DeviceDeletedEvent(ref QmpReader reader)
        : base(reader.Context)
    {
        QmpSeenMembers seen = reader.ReadStartObject();
        while (reader.TryReadMember(s_members, ref seen, out int index))
        {
            if (index == 0)
            {
                Path = reader.ReadString();
            }
            else
            {
                Device = reader.ReadString();
            }
        }
    }

    protected override string WireNameCore => "DEVICE_DELETED";

    public string Path { get; } = "";

    public string? Device { get; }
}
