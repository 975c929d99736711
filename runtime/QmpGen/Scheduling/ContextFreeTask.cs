namespace QmpGen;

/// <summary>Starts background work without the execution context of its caller.</summary>
/// <remarks>The work outlives the call that starts it. It must not become part of that call's trace or keep its async
/// locals alive.</remarks>
internal static class ContextFreeTask
{
    /// <summary>Starts work on a thread pool thread.</summary>
    public static Task Run(Func<Task> work)
    {
        using (ExecutionContext.SuppressFlow())
        {
            return Task.Run(work);
        }
    }

    /// <summary>Starts work on the current thread, which it leaves at its first incomplete await.</summary>
    public static Task RunInline(Func<Task> work)
    {
        using (ExecutionContext.SuppressFlow())
        {
            return work();
        }
    }
}
