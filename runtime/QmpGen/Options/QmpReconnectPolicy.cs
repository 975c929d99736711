namespace QmpGen;

/// <summary>Specifies how a client reconnects after a lost connection.</summary>
/// <remarks>
/// <para>Each connection starts with a new handshake. Events that QEMU sends between two connections are lost.</para>
/// <para>The client retries after every failure until it is disposed, because the first connection has shown that the
/// endpoint works. Set <see cref="GiveUpAfter"/> to close the client instead.</para>
/// <para>A call never moves to the next connection, because it is unknown whether QEMU executed the command. The call
/// fails, and its caller decides about a retry.</para>
/// <para>Immutable: use <c>with</c> to create a changed copy.</para>
/// </remarks>
public sealed record QmpReconnectPolicy
{
    /// <summary>The delay before the first attempt. Default: 100 milliseconds.</summary>
    /// <remarks>The delay doubles with each attempt up to <see cref="MaxDelay"/>. A random part of up to a quarter is
    /// subtracted, so that many clients do not reconnect at the same time.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive, or longer than 24 days.</exception>
    public TimeSpan FirstDelay
    {
        get;
        init => field = TimeoutValidation.ValidateFinite(value);
    } = TimeSpan.FromMilliseconds(100);

    /// <summary>The maximum delay between attempts. Default: 10 seconds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive, or longer than 24 days.</exception>
    public TimeSpan MaxDelay
    {
        get;
        init => field = TimeoutValidation.ValidateFinite(value);
    } = TimeSpan.FromSeconds(10);

    /// <summary>The time after which no further attempt starts. Default: infinite.</summary>
    /// <remarks>The last attempt starts at this time. If all attempts fail, the client closes. The exception names this
    /// property, the cause of the lost connection and that of the last attempt.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive, or longer than 24 days.</exception>
    public TimeSpan GiveUpAfter
    {
        get;
        init => field = TimeoutValidation.Validate(value);
    } = Timeout.InfiniteTimeSpan;

    /// <summary>Whether no attempt may start after a time.</summary>
    internal bool HasExpired(TimeSpan elapsed) => GiveUpAfter != Timeout.InfiniteTimeSpan && elapsed >= GiveUpAfter;

    /// <summary>Shortens a delay, so that the last attempt starts when the policy expires.</summary>
    internal TimeSpan LimitDelay(TimeSpan delay, TimeSpan elapsed) =>
        HasExpired(elapsed + delay) && !HasExpired(elapsed) ? GiveUpAfter - elapsed : delay;

    /// <summary>Gets the maximum delay before an attempt.</summary>
    /// <param name="attempt">The number of the attempt, starting at 1.</param>
    internal TimeSpan GetDelay(int attempt)
    {
        double factor = Math.Pow(2, attempt - 1);
        return FirstDelay >= MaxDelay / factor ? MaxDelay : FirstDelay * factor;
    }
}
