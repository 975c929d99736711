namespace QmpGen.Operations;

/// <content>Programs of the guest.</content>
public static partial class GuestAgentOperations
{
    /// <summary>Runs a program in the guest and waits for its end.</summary>
    /// <param name="client">A client of a guest agent.</param>
    /// <param name="path">The path of the program in the guest, or its name on the agent's <c>PATH</c>.</param>
    /// <param name="arguments">The arguments. No shell interprets them.</param>
    /// <param name="options">The options, or null for the defaults.</param>
    /// <param name="cancellationToken">A token that cancels the wait and kills the program. If the program has already
    /// ended, the method returns its result.</param>
    /// <returns>The exit code or the signal, and the output. A program that fails does not cause an
    /// exception.</returns>
    /// <remarks>
    /// <para>Sends <c>guest-exec</c>, then <c>guest-exec-status</c> until the program has ended. The agent reports the
    /// end only once, so another client must not query the same process.</para>
    /// <para>The agent cuts the output at 16 MiB. To receive more, let the program write a file, and read it with
    /// <see cref="CopyFromGuestAsync"/>.</para>
    /// <para>After a lost connection, the method waits until the client has reconnected, and continues. It does not
    /// start the program again.</para>
    /// </remarks>
    /// <exception cref="ArgumentException">The input is larger than 47 MiB.</exception>
    /// <exception cref="QmpTimeoutException">The program did not end within <see cref="GuestRunOptions.Timeout"/>, or
    /// the agent does not respond.</exception>
    /// <exception cref="QmpCommandException">The agent cannot start the program.</exception>
    /// <exception cref="QmpNotSupportedException">The peer is not a guest agent, or the command is
    /// disabled.</exception>
    /// <exception cref="QmpConnectionException">The client is closed, the program may not have been started, or its
    /// result is lost.</exception>
    /// <exception cref="QmpProtocolException">A reply is not valid.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static async Task<GuestRunResult> RunAsync(
        this QmpClient client,
        string path,
        IReadOnlyList<string>? arguments = null,
        GuestRunOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new GuestRunOptions();
        if (options.Input.Length > GuestFileOptions.MaxRequestBytes)
        {
            throw new ArgumentException(
                "The input is larger than 47 MiB. Write it to a file of the guest, and let the program read the file.",
                nameof(options)
            );
        }

        GuestProgram program = await GuestProgram
            .StartAsync(client, path, arguments ?? [], options, cancellationToken)
            .ConfigureAwait(false);
        return await program.WaitAsync(cancellationToken).ConfigureAwait(false);
    }
}
