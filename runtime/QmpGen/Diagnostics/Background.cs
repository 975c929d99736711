namespace QmpGen;

/// <summary>Starts what lives longer than the call that starts it, without that call's context: its trace is not
/// theirs, and its locals need not be kept.</summary>
internal static class Background
{
    /// <summary>Starts work on a thread of the pool.</summary>
    public static Task Run(Func<Task> work)
    {
        using (Suppress())
        {
            return Task.Run(work);
        }
    }

    /// <summary>Starts work on this thread, until it first waits.</summary>
    public static Task Start(Func<Task> work)
    {
        using (Suppress())
        {
            return work();
        }
    }

    private static AsyncFlowControl Suppress() =>
        ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow();
}
