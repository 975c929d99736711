namespace QmpGen;

/// <summary>Creates tasks that failed before they started.</summary>
internal static class FailedTask
{
    /// <summary>Creates the task that an asynchronous method returns if it throws.</summary>
    public static Task<TResult> Create<TResult>(Exception cause) =>
        cause is OperationCanceledException { CancellationToken: { IsCancellationRequested: true } token }
            ? Task.FromCanceled<TResult>(token)
            : Task.FromException<TResult>(cause);
}
