using System.ComponentModel;
using QmpGen.CodeGeneration;

namespace QmpGen;

/// <content>Typed and untyped calls, in-band and out-of-band.</content>
public partial class QmpClient
{
    /// <summary>Executes a command without reading a result.</summary>
    /// <param name="command">The command.</param>
    /// <param name="cancellationToken">A token that cancels the wait. If the request was sent, QEMU still executes the
    /// command.</param>
    /// <returns>A task that completes when the response is received.</returns>
    /// <remarks>Some commands of a guest agent, such as <c>guest-shutdown</c>, send no response on success. Their task
    /// completes when the request is written, and a later error response is logged as a warning.</remarks>
    /// <exception cref="QmpArgumentException">An argument cannot be sent, or the server requires another. The command
    /// was not sent.</exception>
    /// <exception cref="QmpNotSupportedException">The server does not have the command, an argument or a value. The
    /// command was not sent.</exception>
    /// <exception cref="QmpCommandException">The response is an error.</exception>
    /// <exception cref="QmpTimeoutException">The call took longer than <see cref="QmpClientOptions.CallTimeout"/>. QEMU
    /// may still execute the command, and the connection stays usable.</exception>
    /// <exception cref="QmpConnectionException">The connection ended before the response was received. It is unknown
    /// whether QEMU executed the command. The exception is <c>quit</c>, which succeeds in this case.</exception>
    /// <exception cref="QmpProtocolException">The response does not match the schema, or the connection ended because
    /// the peer violated the protocol.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public Task ExecuteAsync(IQmpCommand command, CancellationToken cancellationToken = default) =>
        InvokeAsync(command, outOfBand: false, options: null, cancellationToken);

    /// <summary>Executes a command with options, without reading a result.</summary>
    /// <param name="command">The command.</param>
    /// <param name="options">The options of this call.</param>
    /// <param name="cancellationToken">A token that cancels the wait.</param>
    /// <exception cref="QmpNotSupportedException">The connection cannot pass the descriptor.</exception>
    /// <exception cref="ObjectDisposedException">The descriptor's handle is closed.</exception>
    /// <exception cref="ArgumentException">The descriptor is not an open file, pipe or socket.</exception>
    /// <inheritdoc cref="ExecuteAsync(IQmpCommand, CancellationToken)"/>
    public Task ExecuteAsync(
        IQmpCommand command,
        QmpCallOptions options,
        CancellationToken cancellationToken = default
    ) => InvokeAsync(command, outOfBand: false, options, cancellationToken);

    /// <summary>Executes a command and returns its result.</summary>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <returns>The result.</returns>
    /// <inheritdoc cref="ExecuteAsync(IQmpCommand, CancellationToken)"/>
    public Task<TResult> ExecuteAsync<TResult>(
        IQmpCommand<TResult> command,
        CancellationToken cancellationToken = default
    ) => InvokeAsync(command, outOfBand: false, options: null, cancellationToken);

    /// <summary>Executes a command with options and returns its result.</summary>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <returns>The result.</returns>
    /// <inheritdoc cref="ExecuteAsync(IQmpCommand, QmpCallOptions, CancellationToken)"/>
    public Task<TResult> ExecuteAsync<TResult>(
        IQmpCommand<TResult> command,
        QmpCallOptions options,
        CancellationToken cancellationToken = default
    ) => InvokeAsync(command, outOfBand: false, options, cancellationToken);

    /// <summary>Executes a command out-of-band, ahead of the in-band commands that QEMU has not executed yet.</summary>
    /// <exception cref="QmpNotSupportedException">Out-of-band execution is off (<see cref="OutOfBandEnabled"/>). The
    /// command was not sent.</exception>
    /// <inheritdoc cref="ExecuteAsync(IQmpCommand, CancellationToken)"/>
    public Task ExecuteOutOfBandAsync(IQmpOutOfBandCommand command, CancellationToken cancellationToken = default) =>
        InvokeAsync(command, outOfBand: true, options: null, cancellationToken);

    /// <summary>Executes a command out-of-band with options.</summary>
    /// <param name="command">The command.</param>
    /// <param name="options">The options of this call.</param>
    /// <param name="cancellationToken">A token that cancels the wait.</param>
    /// <exception cref="ObjectDisposedException">The descriptor's handle is closed.</exception>
    /// <exception cref="ArgumentException">The descriptor is not an open file, pipe or socket.</exception>
    /// <inheritdoc cref="ExecuteOutOfBandAsync(IQmpOutOfBandCommand, CancellationToken)"/>
    public Task ExecuteOutOfBandAsync(
        IQmpOutOfBandCommand command,
        QmpCallOptions options,
        CancellationToken cancellationToken = default
    ) => InvokeAsync(command, outOfBand: true, options, cancellationToken);

    /// <summary>Executes a command out-of-band and returns its result.</summary>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <returns>The result.</returns>
    /// <inheritdoc cref="ExecuteOutOfBandAsync(IQmpOutOfBandCommand, CancellationToken)"/>
    public Task<TResult> ExecuteOutOfBandAsync<TResult>(
        IQmpOutOfBandCommand<TResult> command,
        CancellationToken cancellationToken = default
    ) => InvokeAsync(command, outOfBand: true, options: null, cancellationToken);

    /// <summary>Executes a command out-of-band with options and returns its result.</summary>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <returns>The result.</returns>
    /// <inheritdoc cref="ExecuteOutOfBandAsync(IQmpOutOfBandCommand, QmpCallOptions, CancellationToken)"/>
    public Task<TResult> ExecuteOutOfBandAsync<TResult>(
        IQmpOutOfBandCommand<TResult> command,
        QmpCallOptions options,
        CancellationToken cancellationToken = default
    ) => InvokeAsync(command, outOfBand: true, options, cancellationToken);

    /// <summary>Executes a command by name, for commands that the schema does not define.</summary>
    /// <param name="command">The wire name.</param>
    /// <param name="arguments">A JSON object, such as <c>new QmpObject { ["id"] = "nic0" }</c> or
    /// <c>QmpValue.Parse(text)</c>; null for no arguments.</param>
    /// <param name="cancellationToken">A token that cancels the wait. If the request was sent, QEMU still executes the
    /// command.</param>
    /// <returns>The value of the response's <c>return</c>.</returns>
    /// <remarks>If a guest agent sends no response on success, the value is an empty object.</remarks>
    /// <inheritdoc cref="ExecuteAsync(IQmpCommand, CancellationToken)"/>
    public Task<QmpValue> ExecuteRawAsync(
        string command,
        QmpValue? arguments = null,
        CancellationToken cancellationToken = default
    ) => InvokeRawAsync(command, arguments, outOfBand: false, options: null, cancellationToken);

    /// <summary>Executes a command by name with options.</summary>
    /// <param name="command">The wire name.</param>
    /// <param name="arguments">A JSON object, or null for no arguments.</param>
    /// <param name="options">The options of this call.</param>
    /// <param name="cancellationToken">A token that cancels the wait.</param>
    /// <exception cref="QmpNotSupportedException">The connection cannot pass the descriptor.</exception>
    /// <exception cref="ObjectDisposedException">The descriptor's handle is closed.</exception>
    /// <exception cref="ArgumentException">The descriptor is not an open file, pipe or socket.</exception>
    /// <inheritdoc cref="ExecuteRawAsync(string, QmpValue?, CancellationToken)"/>
    public Task<QmpValue> ExecuteRawAsync(
        string command,
        QmpValue? arguments,
        QmpCallOptions options,
        CancellationToken cancellationToken = default
    ) => InvokeRawAsync(command, arguments, outOfBand: false, options, cancellationToken);

    /// <summary>Executes a command out-of-band by name, if QEMU allows that for the command.</summary>
    /// <exception cref="QmpNotSupportedException">Out-of-band execution is off (<see cref="OutOfBandEnabled"/>). The
    /// command was not sent.</exception>
    /// <inheritdoc cref="ExecuteRawAsync(string, QmpValue?, CancellationToken)"/>
    public Task<QmpValue> ExecuteRawOutOfBandAsync(
        string command,
        QmpValue? arguments = null,
        CancellationToken cancellationToken = default
    ) => InvokeRawAsync(command, arguments, outOfBand: true, options: null, cancellationToken);

    /// <summary>Executes a command out-of-band by name with options.</summary>
    /// <param name="command">The wire name.</param>
    /// <param name="arguments">A JSON object, or null for no arguments.</param>
    /// <param name="options">The options of this call.</param>
    /// <param name="cancellationToken">A token that cancels the wait.</param>
    /// <exception cref="ObjectDisposedException">The descriptor's handle is closed.</exception>
    /// <exception cref="ArgumentException">The descriptor is not an open file, pipe or socket.</exception>
    /// <inheritdoc cref="ExecuteRawOutOfBandAsync(string, QmpValue?, CancellationToken)"/>
    public Task<QmpValue> ExecuteRawOutOfBandAsync(
        string command,
        QmpValue? arguments,
        QmpCallOptions options,
        CancellationToken cancellationToken = default
    ) => InvokeRawAsync(command, arguments, outOfBand: true, options, cancellationToken);

    /// <summary>Executes a command in-band or out-of-band, for generated methods.</summary>
    /// <param name="command">The command.</param>
    /// <param name="outOfBand">True to execute it out-of-band.</param>
    /// <param name="cancellationToken">A token that cancels the wait. If the request was sent, QEMU still executes the
    /// command.</param>
    /// <inheritdoc cref="ExecuteOutOfBandAsync(IQmpOutOfBandCommand, CancellationToken)"/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected Task ExecuteAsync(IQmpOutOfBandCommand command, bool outOfBand, CancellationToken cancellationToken) =>
        InvokeAsync(command, outOfBand, options: null, cancellationToken);

    /// <summary>Executes a command in-band or out-of-band and returns its result, for generated methods.</summary>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <returns>The result.</returns>
    /// <inheritdoc cref="ExecuteAsync(IQmpOutOfBandCommand, bool, CancellationToken)"/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected Task<TResult> ExecuteAsync<TResult>(
        IQmpOutOfBandCommand<TResult> command,
        bool outOfBand,
        CancellationToken cancellationToken
    ) => InvokeAsync(command, outOfBand, options: null, cancellationToken);

    private Task InvokeAsync(
        IQmpCommand command,
        bool outOfBand,
        QmpCallOptions? options,
        CancellationToken cancellationToken
    ) =>
        InvokeAsync(
            command,
            static (_, json, context) => QmpReader.Validate(json, context),
            outOfBand,
            options,
            cancellationToken
        );

    private Task<TResult> InvokeAsync<TResult>(
        IQmpCommand<TResult> command,
        bool outOfBand,
        QmpCallOptions? options,
        CancellationToken cancellationToken
    ) =>
        InvokeAsync(
            command,
            static (command, json, context) =>
            {
                QmpReader reader = new(json.Span, context);
                return ((IQmpCommand<TResult>)command!).ReadResult(ref reader);
            },
            outOfBand,
            options,
            cancellationToken
        );

    private Task<TResult> InvokeAsync<TResult>(
        IQmpCommand command,
        QmpResultReader<TResult> readResult,
        bool outOfBand,
        QmpCallOptions? options,
        CancellationToken cancellationToken
    )
    {
        // The task reports all exceptions, invalid arguments as well.
        try
        {
            ArgumentNullException.ThrowIfNull(command);
            byte[] arguments = QmpRequest.EncodeArguments(command);
            QmpCall<TResult> call = new(command.WireName, arguments, command, readResult)
            {
                OutOfBand = outOfBand,
                Options = options ?? QmpCallOptions.Default,
            };
            return _session.SendCheckedAsync(call, cancellationToken);
        }
        catch (Exception e)
        {
            return FailedTask.Create<TResult>(e);
        }
    }

    private Task<QmpValue> InvokeRawAsync(
        string command,
        QmpValue? arguments,
        bool outOfBand,
        QmpCallOptions? options,
        CancellationToken cancellationToken
    )
    {
        try
        {
            ArgumentException.ThrowIfNullOrEmpty(command);
            QmpCall<QmpValue> call = new(
                command,
                QmpRequest.EncodeArguments(arguments),
                null,
                static (_, json, context) => new QmpReader(json.Span, context).ReadAny()
            )
            {
                OutOfBand = outOfBand,
                Options = options ?? QmpCallOptions.Default,
            };
            return _session.SendAsync(call, cancellationToken);
        }
        catch (Exception e)
        {
            return FailedTask.Create<QmpValue>(e);
        }
    }
}
