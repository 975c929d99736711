namespace QmpGen.Operations;

/// <summary>Options of <see cref="GuestAgentOperations.RunAsync"/>.</summary>
/// <remarks>
/// <para>Immutable: use <c>with</c> to create a changed copy.</para>
/// <para>The state of the program is queried after 10 milliseconds, then after twice that time, and so on up to
/// <see cref="OperationOptions.PollInterval"/>.</para>
/// </remarks>
public sealed record GuestRunOptions : OperationOptions
{
    /// <summary>The standard input of the program, at most 47 MiB. Default: empty.</summary>
    public ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>The environment of the program, such as <c>LANG=C</c>.</summary>
    /// <remarks>Default: null, which is the environment of the agent. Otherwise, the program receives only these
    /// variables, and <c>PATH</c> is not set unless it is one of them.</remarks>
    public IReadOnlyList<string>? Environment { get; init; }

    /// <summary>Whether the output is captured. Default: true.</summary>
    /// <remarks>The agent reports the end of a program after all processes have closed the captured output. Set it to
    /// false to start a program that leaves a process in the background.</remarks>
    public bool CaptureOutput { get; init; } = true;

    /// <summary>The time that the program may run. Default: infinite.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive, or longer than 24 days.</exception>
    public TimeSpan Timeout
    {
        get;
        init => field = TimeoutValidation.Validate(value);
    } = System.Threading.Timeout.InfiniteTimeSpan;

    /// <summary>Whether the program is killed if the timeout expires or the token is canceled. Default: true.</summary>
    /// <remarks>The agent runs <c>kill -KILL</c>, or <c>taskkill</c> on Windows. Processes that the program started
    /// keep running, except on Windows.</remarks>
    public bool KillOnTimeout { get; init; } = true;
}
