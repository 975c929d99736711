namespace QmpGen;

/// <summary>How a lost connection is made again. Immutable: change a copy by <c>with</c>.</summary>
/// <remarks>
/// Each new connection greets and negotiates from the start; QEMU forgets capabilities, and what happened in between is
/// lost. A call never moves
/// from one connection to the next: whether it was executed is not known, so its caller is told and decides.
/// </remarks>
public sealed record QmpReconnectPolicy
{
    /// <summary>How long to wait before the first attempt; each further wait is twice as long, up to
    /// <see cref="MaxDelay"/>, and shortened by chance by up
    /// to a quarter, so that many clients do not come at once. A tenth of a second unless told otherwise.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to zero, to less, or to more than 24 days.</exception>
    public TimeSpan FirstDelay
    {
        get;
        init => field = Limits.CheckedFinite(value);
    } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long to wait between attempts at most. 10 seconds unless told otherwise.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to zero, to less, or to more than 24 days.</exception>
    public TimeSpan MaxDelay
    {
        get;
        init => field = Limits.CheckedFinite(value);
    } = TimeSpan.FromSeconds(10);

    /// <summary>How long after the loss the last attempt begins; there is one at least. Then the client is closed, with
    /// the cause of the loss. A minute unless told
    /// otherwise; <see cref="Timeout.InfiniteTimeSpan"/> never gives up.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to zero, to less, or to more than 24 days.</exception>
    public TimeSpan GiveUpAfter
    {
        get;
        init => field = Limits.Checked(value);
    } = TimeSpan.FromMinutes(1);

    /// <summary>How long to wait before an attempt at most.</summary>
    /// <param name="attempt">The number of the attempt, from 1.</param>
    internal TimeSpan DelayBefore(int attempt)
    {
        double factor = Math.Pow(2, attempt - 1);
        return FirstDelay >= MaxDelay / factor ? MaxDelay : FirstDelay * factor;
    }
}
