using System.Runtime.CompilerServices;

namespace QmpGen;

/// <content>What the server supports.</content>
public partial class QmpClient
{
    /// <summary>Fetches the schema of the server, unless this connection has fetched it.</summary>
    /// <param name="cancellationToken">A token that cancels the wait.</param>
    /// <returns>A task that completes when the schema is known.</returns>
    /// <remarks>
    /// <para>Call it before <see cref="Supports(string)"/>, so that the first call does not block.
    /// <see cref="QmpClientOptions.LoadSchema"/> does the same for each connection.</para>
    /// <para>The client sends <c>query-qmp-schema</c>, or <c>guest-info</c> to a guest agent, which only lists
    /// commands. The timeout is <see cref="QmpClientOptions.ConnectTimeout"/>.</para>
    /// </remarks>
    /// <exception cref="QmpCommandException">The server does not have the command.</exception>
    /// <exception cref="QmpTimeoutException">The server did not respond in time.</exception>
    /// <exception cref="QmpConnectionException">The connection ended.</exception>
    /// <exception cref="QmpProtocolException">The result is not a schema.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public Task LoadSchemaAsync(CancellationToken cancellationToken = default) =>
        _session.Schema.LoadAsync(cancellationToken);

    /// <summary>Gets whether the server supports a command, an event, a type or a branch of a union.</summary>
    /// <typeparam name="T">A generated type, such as <c>YankCommand</c> or <c>BlockdevOptions.Nvme</c>.</typeparam>
    /// <returns>True if the server has it.</returns>
    /// <remarks>
    /// <para>The result comes from the compiled release with the version and package string of the greeting. If there
    /// is none, it comes from the schema of the server. A type is supported if the server has it at a place that the
    /// bindings also have.</para>
    /// <para>A schema lists what a binary can do, not what its configuration allows: a supported command can still
    /// fail.</para>
    /// <para>If the schema is needed and not fetched yet, the method blocks until it is received. Bindings of several
    /// releases fetch it when they connect (<see cref="QmpClientOptions.LoadSchema"/>). A reconnected client uses the
    /// new server.</para>
    /// </remarks>
    /// <exception cref="InvalidOperationException">The type is not from the bindings of this client.</exception>
    /// <inheritdoc cref="LoadSchemaAsync" path="/exception"/>
    public bool Supports<T>() => GetFeatures().Supports(typeof(T), GetType());

    /// <summary>Gets whether the server supports a member or an enum value.</summary>
    /// <typeparam name="TFeature">An enum of the generated features class, or a generated enum.</typeparam>
    /// <param name="feature">The feature, such as <c>QemuFeatures.BlockdevMirror.CopyMode</c>.</param>
    /// <returns>True if the server has it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The value is not declared.</exception>
    /// <inheritdoc cref="Supports{T}()" path="/remarks|/exception"/>
    public bool Supports<TFeature>(TFeature feature)
        where TFeature : struct, Enum =>
        GetFeatures()
            .Supports(
                typeof(TFeature),
                Unsafe.SizeOf<TFeature>() == sizeof(int) ? Unsafe.BitCast<TFeature, int>(feature) : 0,
                GetType()
            );

    /// <summary>Gets whether the schema of the server has a path.</summary>
    /// <param name="path">A path in the notation of libvirt, such as
    /// <c>blockdev-add/arg-type/+file/aio/^io_uring</c>.</param>
    /// <returns>True if the schema has it.</returns>
    /// <remarks>
    /// <para>A path starts with a command or event. <c>arg-type</c> and <c>ret-type</c> enter its arguments or data and
    /// its result. Names of members follow. Lists are transparent, and every branch of an alternate is tried.</para>
    /// <para><c>*member</c> requires that the member is optional. <c>+case</c> enters a case of a union.
    /// <c>^value</c> tests an enum value, <c>$feature</c> a feature, and <c>!type</c> a JSON type (<c>string</c>,
    /// <c>int</c>, <c>number</c>, <c>boolean</c>, <c>null</c> or <c>value</c>). A test ends the path, except that a
    /// feature can follow a value. A blank precedes a name that does not start with a letter.</para>
    /// <para>The method blocks until the schema is received, if this connection has not fetched it:
    /// <see cref="LoadSchemaAsync"/>. A guest agent only lists commands.</para>
    /// </remarks>
    /// <exception cref="ArgumentException">The path is not valid.</exception>
    /// <inheritdoc cref="LoadSchemaAsync" path="/exception"/>
    public bool Supports(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return SchemaPath.Exists(Wait(_session.Schema.LoadAsync(CancellationToken.None)), path);
    }

    /// <summary>Compares the generated bindings with the schema of the server.</summary>
    /// <param name="cancellationToken">A token that cancels the wait.</param>
    /// <returns>The differences as data, and as text by <see cref="QmpSchemaComparison.ToString"/>.</returns>
    /// <remarks>
    /// <para>Only what the bindings have is compared, and what the server has in addition in the same commands and
    /// events. Other commands and events of the server are listed by name. A guest agent only lists commands.</para>
    /// <para>If the bindings have several releases, what only some of them have can be missing without harm:
    /// <see cref="Supports{T}()"/> guards its use. Such a change lists the releases that also lack it.</para>
    /// </remarks>
    /// <exception cref="InvalidOperationException">This client does not have generated bindings.</exception>
    /// <inheritdoc cref="LoadSchemaAsync" path="/exception"/>
    public async Task<QmpSchemaComparison> CompareSchemaAsync(CancellationToken cancellationToken = default) =>
        await _session.Schema.CompareAsync(cancellationToken).ConfigureAwait(false)
        ?? throw new InvalidOperationException(
            "This client does not have generated bindings. Compare dumps with 'qmpgen diff'."
        );

    private ServerFeatures GetFeatures()
    {
        PeerSchema schema = _session.Schema;
        if (schema.Features is null)
        {
            _ = Wait(schema.LoadAsync(CancellationToken.None));
        }

        return schema.Features
            ?? throw new InvalidOperationException(
                "This client does not have generated bindings. Pass a path as text, such as 'query-yank'."
            );
    }

    /// <summary>Waits for the schema, which the receive loop never does itself.</summary>
    private static SchemaGraph Wait(Task<SchemaGraph> loading) =>
        loading.ConfigureAwait(false).GetAwaiter().GetResult();
}
