namespace QmpGen;

/// <summary>Handles abandoned tasks.</summary>
internal static class AbandonedTask
{
    /// <summary>Observes a later exception, so that it does not raise
    /// <see cref="TaskScheduler.UnobservedTaskException"/>.</summary>
    public static void ObserveException(Task task) =>
        _ = task.ContinueWith(
            static faulted => faulted.Exception,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted,
            TaskScheduler.Default
        );
}
