namespace QmpGen.Operations;

/// <summary>Undoes work in the guest after a failure, without hiding the failure.</summary>
internal static class GuestCleanup
{
    /// <summary>Runs a cleanup. If it takes longer than a query, it continues in the background.</summary>
    public static async Task TryAsync(Func<CancellationToken, Task> cleanup, OperationOptions options)
    {
        using CancellationTokenSource timer = new();
        Task delay = Task.Delay(options.QueryTimeout, timer.Token);
        await Task.WhenAny(TryAsync(cleanup, options.CommandTimeout), delay).ConfigureAwait(false);
        await timer.CancelAsync().ConfigureAwait(false);
    }

    /// <summary>Runs a cleanup with a timeout.</summary>
    public static async Task TryAsync(Func<CancellationToken, Task> cleanup, TimeSpan timeout)
    {
        using CancellationTokenSource deadline = new(timeout);
        try
        {
            await cleanup(deadline.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is QmpException or OperationCanceledException or ObjectDisposedException)
        {
            // The caller reports the failure that caused the cleanup.
        }
    }
}
