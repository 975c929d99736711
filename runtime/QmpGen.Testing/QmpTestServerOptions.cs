namespace QmpGen.Testing;

/// <summary>Options of a <see cref="QmpTestServer"/>.</summary>
/// <remarks>Immutable: use <c>with</c> to create a changed copy.</remarks>
public sealed record QmpTestServerOptions
{
    /// <summary>The version of QEMU, which is in the greeting and selects the dialect. Default: null, which means that
    /// of the dump.</summary>
    /// <remarks>
    /// <para>A dump contains its version if it is a transcript with the greeting; otherwise the default is
    /// 7.2.22.</para>
    /// <list type="bullet">
    /// <item>Before 2.12 (2.11.50): no capabilities.</item>
    /// <item>Before 3.0 (2.12.90): requests select out-of-band execution with <c>control.run-oob</c>. If it is enabled,
    /// every command requires an id. Errors before execution have no id.</item>
    /// <item>Before 3.1 (3.0.50): the halves of an escaped surrogate pair are decoded separately. Lone surrogates,
    /// control characters and duplicate members are accepted.</item>
    /// <item>Before 4.0 (3.1.50): a command is dropped if the queue is full. Later versions stop reading instead. A
    /// guest agent rejects requests with an id.</item>
    /// <item>Before 6.0 (5.2.50): if the queue is full, a command keeps its place until it has been executed. In later
    /// versions, it leaves the queue when its execution starts.</item>
    /// </list>
    /// Error descriptions are those of 7.2, except for errors that belong to the dialect, parse errors (before 3.1, and
    /// since 11.1 with line and column) and unknown enum values (before 6.0).
    /// </remarks>
    public QmpVersion? Version { get; init; }

    /// <summary>Whether the server listens on a free TCP port of the loopback interface. Default: a Unix
    /// socket.</summary>
    public bool UseTcp { get; init; }

    /// <summary>Whether the greeting offers the capability <c>oob</c>. Default: true.</summary>
    public bool OfferOutOfBand { get; init; } = true;

    /// <summary>The bytes that a client of a guest agent receives when it connects. Default: none.</summary>
    /// <remarks>A real agent's channel can contain responses to earlier clients. The option has no effect on a
    /// monitor.</remarks>
    public ReadOnlyMemory<byte> StaleBytes { get; init; }

    /// <summary>Whether the results of handlers are compared with the schema. Default: true.</summary>
    /// <remarks>
    /// <para>If a required member is missing or a value has the wrong kind, the client receives a <c>GenericError</c>
    /// that names the command and the problem.</para>
    /// <para>Additional members, enum values and union branches are allowed, because a newer QEMU can send them. Set
    /// the option to false to send results that violate the schema.</para>
    /// </remarks>
    public bool CheckResults { get; init; } = true;

    /// <summary>The directory in which to create a private directory for the socket.</summary>
    internal string SocketFolder { get; init; } = Path.GetTempPath();
}
