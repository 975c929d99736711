using System.Text.Json;
using QmpGen.CodeGeneration;

namespace QmpGen;

/// <content>The calls: typed and untyped, in-band and out-of-band.</content>
public partial class QmpClient
{
    private static readonly JsonDocumentOptions s_documentOptions = new() { MaxDepth = WireRules.MaxReceivedDepth };

    /// <summary>Executes a command whose answer carries no data, or none that is wanted.</summary>
    /// <param name="command">The command.</param>
    /// <param name="cancellationToken">Ends the wait. A request that has not left yet is not sent; one that has is
    /// executed, and its answer dropped.</param>
    /// <returns>Completes when QEMU has answered; for a command of a guest agent that is not answered when it succeeds,
    /// such as <c>guest-shutdown</c>,
    /// when the request has been written. If such a command fails, that is logged as a warning.</returns>
    /// <exception cref="QmpArgumentException">The arguments cannot be sent; nothing has been.</exception>
    /// <exception cref="QmpCommandException">QEMU answered with an error.</exception>
    /// <exception cref="QmpTimeoutException">The answer took longer than <see cref="QmpClientOptions.CallTimeout"/>. As
    /// with a cancellation, QEMU may still
    /// execute the command, and the connection stays usable.</exception>
    /// <exception cref="QmpConnectionException">The connection ended before the answer came, or had ended before.
    /// Whether the command was executed
    /// is not known then; <c>quit</c>, to which QEMU may have no time to answer, counts as done.</exception>
    /// <exception cref="QmpProtocolException">The answer does not have the form that the schema promises, or the
    /// connection ended because the peer broke the protocol.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Task ExecuteAsync(IQmpCommand command, CancellationToken cancellationToken = default) =>
        CallAsync(command, outOfBand: false, options: null, cancellationToken);

    /// <summary>Executes a command whose answer carries no data, with options of its own: a limit of time, or a
    /// descriptor that goes with it.</summary>
    /// <param name="command">The command.</param>
    /// <param name="options">How this call is made.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="NotSupportedException">A descriptor is to go with the command, and the connection is no unix
    /// socket, or the system has no way for it.</exception>
    /// <exception cref="ObjectDisposedException">The descriptor's handle has been closed.</exception>
    /// <exception cref="ArgumentException">The descriptor is that of no open file, pipe or socket.</exception>
    /// <inheritdoc cref="ExecuteAsync(IQmpCommand, CancellationToken)"/>
    public Task ExecuteAsync(
        IQmpCommand command,
        QmpCallOptions options,
        CancellationToken cancellationToken = default
    ) => CallAsync(command, outOfBand: false, options, cancellationToken);

    /// <summary>Executes a command and reads the data of its answer.</summary>
    /// <typeparam name="TResult">What the answer is read as.</typeparam>
    /// <returns>The answer.</returns>
    /// <inheritdoc cref="ExecuteAsync(IQmpCommand, CancellationToken)"/>
    public Task<TResult> ExecuteAsync<TResult>(
        IQmpCommand<TResult> command,
        CancellationToken cancellationToken = default
    ) => CallAsync(command, outOfBand: false, options: null, cancellationToken);

    /// <summary>Executes a command and reads the data of its answer, with options of its own.</summary>
    /// <typeparam name="TResult">What the answer is read as.</typeparam>
    /// <returns>The answer.</returns>
    /// <inheritdoc cref="ExecuteAsync(IQmpCommand, QmpCallOptions, CancellationToken)"/>
    public Task<TResult> ExecuteAsync<TResult>(
        IQmpCommand<TResult> command,
        QmpCallOptions options,
        CancellationToken cancellationToken = default
    ) => CallAsync(command, outOfBand: false, options, cancellationToken);

    /// <summary>Executes a command out-of-band: it passes those that QEMU is busy with.</summary>
    /// <exception cref="InvalidOperationException">Out-of-band execution is not on in this session
    /// (<see cref="OutOfBandEnabled"/>); nothing has been sent.</exception>
    /// <inheritdoc cref="ExecuteAsync(IQmpCommand, CancellationToken)"/>
    public Task ExecuteOutOfBandAsync(IQmpOutOfBandCommand command, CancellationToken cancellationToken = default) =>
        CallAsync(command, outOfBand: true, options: null, cancellationToken);

    /// <summary>Executes a command out-of-band, with options of its own.</summary>
    /// <param name="command">The command.</param>
    /// <param name="options">How this call is made.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="NotSupportedException">A descriptor is to go with the command, and the connection is no unix
    /// socket, or the system has no way for it.</exception>
    /// <exception cref="ObjectDisposedException">The descriptor's handle has been closed.</exception>
    /// <exception cref="ArgumentException">The descriptor is that of no open file, pipe or socket.</exception>
    /// <inheritdoc cref="ExecuteOutOfBandAsync(IQmpOutOfBandCommand, CancellationToken)"/>
    public Task ExecuteOutOfBandAsync(
        IQmpOutOfBandCommand command,
        QmpCallOptions options,
        CancellationToken cancellationToken = default
    ) => CallAsync(command, outOfBand: true, options, cancellationToken);

    /// <summary>Executes a command out-of-band and reads the data of its answer.</summary>
    /// <typeparam name="TResult">What the answer is read as.</typeparam>
    /// <returns>The answer.</returns>
    /// <inheritdoc cref="ExecuteOutOfBandAsync(IQmpOutOfBandCommand, CancellationToken)"/>
    public Task<TResult> ExecuteOutOfBandAsync<TResult>(
        IQmpOutOfBandCommand<TResult> command,
        CancellationToken cancellationToken = default
    ) => CallAsync(command, outOfBand: true, options: null, cancellationToken);

    /// <summary>Executes a command out-of-band and reads the data of its answer, with options of its own.</summary>
    /// <typeparam name="TResult">What the answer is read as.</typeparam>
    /// <returns>The answer.</returns>
    /// <inheritdoc cref="ExecuteOutOfBandAsync(IQmpOutOfBandCommand, QmpCallOptions, CancellationToken)"/>
    public Task<TResult> ExecuteOutOfBandAsync<TResult>(
        IQmpOutOfBandCommand<TResult> command,
        QmpCallOptions options,
        CancellationToken cancellationToken = default
    ) => CallAsync(command, outOfBand: true, options, cancellationToken);

    /// <summary>Executes a command by its name: the untyped door, for commands that the schema lacks.</summary>
    /// <param name="command">The wire name.</param>
    /// <param name="arguments">A JSON object; null for none.</param>
    /// <param name="cancellationToken">Ends the wait. A request that has not left yet is not sent; one that has is
    /// executed, and its answer dropped.</param>
    /// <returns>The value of the answer's <c>return</c>; for a command that is not answered when it succeeds, an empty
    /// object once the request has been
    /// written.</returns>
    /// <inheritdoc cref="ExecuteAsync(IQmpCommand, CancellationToken)"/>
    public Task<JsonElement> ExecuteRawAsync(
        string command,
        JsonElement? arguments = null,
        CancellationToken cancellationToken = default
    ) => CallRawAsync(command, arguments, outOfBand: false, options: null, cancellationToken);

    /// <summary>Executes a command by its name, with options of its own.</summary>
    /// <param name="command">The wire name.</param>
    /// <param name="arguments">A JSON object; null for none.</param>
    /// <param name="options">How this call is made.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="NotSupportedException">A descriptor is to go with the command, and the connection is no unix
    /// socket, or the system has no way for it.</exception>
    /// <exception cref="ObjectDisposedException">The descriptor's handle has been closed.</exception>
    /// <exception cref="ArgumentException">The descriptor is that of no open file, pipe or socket.</exception>
    /// <inheritdoc cref="ExecuteRawAsync(string, JsonElement?, CancellationToken)"/>
    public Task<JsonElement> ExecuteRawAsync(
        string command,
        JsonElement? arguments,
        QmpCallOptions options,
        CancellationToken cancellationToken = default
    ) => CallRawAsync(command, arguments, outOfBand: false, options, cancellationToken);

    /// <summary>Executes a command by its name out-of-band. QEMU refuses it where the command does not allow
    /// that.</summary>
    /// <exception cref="InvalidOperationException">Out-of-band execution is not on in this session
    /// (<see cref="OutOfBandEnabled"/>); nothing has been sent.</exception>
    /// <inheritdoc cref="ExecuteRawAsync(string, JsonElement?, CancellationToken)"/>
    public Task<JsonElement> ExecuteRawOutOfBandAsync(
        string command,
        JsonElement? arguments = null,
        CancellationToken cancellationToken = default
    ) => CallRawAsync(command, arguments, outOfBand: true, options: null, cancellationToken);

    /// <summary>Executes a command by its name out-of-band, with options of its own.</summary>
    /// <param name="command">The wire name.</param>
    /// <param name="arguments">A JSON object; null for none.</param>
    /// <param name="options">How this call is made.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="NotSupportedException">A descriptor is to go with the command, and the connection is no unix
    /// socket, or the system has no way for it.</exception>
    /// <exception cref="ObjectDisposedException">The descriptor's handle has been closed.</exception>
    /// <exception cref="ArgumentException">The descriptor is that of no open file, pipe or socket.</exception>
    /// <inheritdoc cref="ExecuteRawOutOfBandAsync(string, JsonElement?, CancellationToken)"/>
    public Task<JsonElement> ExecuteRawOutOfBandAsync(
        string command,
        JsonElement? arguments,
        QmpCallOptions options,
        CancellationToken cancellationToken = default
    ) => CallRawAsync(command, arguments, outOfBand: true, options, cancellationToken);

    /// <summary>Executes a command out-of-band or not: for generated methods.</summary>
    /// <param name="command">The command.</param>
    /// <param name="outOfBand">Whether out-of-band.</param>
    /// <param name="cancellationToken">Ends the wait. A request that has not left yet is not sent; one that has is
    /// executed, and its answer dropped.</param>
    /// <inheritdoc cref="ExecuteOutOfBandAsync(IQmpOutOfBandCommand, CancellationToken)"/>
    protected Task ExecuteAsync(IQmpOutOfBandCommand command, bool outOfBand, CancellationToken cancellationToken) =>
        CallAsync(command, outOfBand, options: null, cancellationToken);

    /// <summary>Executes a command out-of-band or not, and reads the data of its answer: for generated
    /// methods.</summary>
    /// <typeparam name="TResult">What the answer is read as.</typeparam>
    /// <returns>The answer.</returns>
    /// <inheritdoc cref="ExecuteAsync(IQmpOutOfBandCommand, bool, CancellationToken)"/>
    protected Task<TResult> ExecuteAsync<TResult>(
        IQmpOutOfBandCommand<TResult> command,
        bool outOfBand,
        CancellationToken cancellationToken
    ) => CallAsync(command, outOfBand, options: null, cancellationToken);

    private async Task<QmpMessage> CallAsync(
        IQmpCommand command,
        bool outOfBand,
        QmpCallOptions? options,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(command);
        return await _session
            .CallAsync(command.WireName, QmpRequest.Arguments(command), outOfBand, options, cancellationToken)
            .ConfigureAwait(false);
    }

    private async Task<TResult> CallAsync<TResult>(
        IQmpCommand<TResult> command,
        bool outOfBand,
        QmpCallOptions? options,
        CancellationToken cancellationToken
    )
    {
        QmpMessage answer = await CallAsync((IQmpCommand)command, outOfBand, options, cancellationToken)
            .ConfigureAwait(false);
        QmpReader reader = new(answer.Payload.Span, _session.ContextOf(command.WireName));
        return command.ReadResult(ref reader);
    }

    private async Task<JsonElement> CallRawAsync(
        string command,
        JsonElement? arguments,
        bool outOfBand,
        QmpCallOptions? options,
        CancellationToken cancellationToken
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(command);
        QmpMessage answer = await _session
            .CallAsync(command, QmpRequest.Arguments(arguments), outOfBand, options, cancellationToken)
            .ConfigureAwait(false);
        return JsonElement.Parse(answer.Payload.Span, s_documentOptions);
    }
}
