namespace QmpGen;

/// <summary>Starts what lives longer than the call that starts it, without that call's context: its trace is not theirs, and its locals need not be kept.</summary>
internal static class Background
{
    /// <summary>Starts work on a thread of the pool.</summary>
    public static Task Run(Func<Task> work) => WithoutContext(() => Task.Run(work));

    /// <summary>Starts work on this thread, until it first waits.</summary>
    public static Task Start(Func<Task> work) => WithoutContext(work);

    private static Task WithoutContext(Func<Task> start)
    {
        if (ExecutionContext.IsFlowSuppressed())
            return start();

        using (ExecutionContext.SuppressFlow())
            return start();
    }
}
