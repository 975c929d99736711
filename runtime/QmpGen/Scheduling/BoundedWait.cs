namespace QmpGen;

/// <summary>Waits for tasks that may never complete.</summary>
internal static class BoundedWait
{
    /// <summary>Waits until a task completes or a time has passed, without exceptions.</summary>
    public static async Task ForAsync(Task task, TimeSpan maximum)
    {
        if (!task.IsCompleted)
        {
            await task.WaitAsync(maximum).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
