namespace QmpGen.Operations;

/// <summary>Undoes work in the guest after a failure, without hiding the failure.</summary>
internal static class GuestCleanup
{
    /// <summary>Runs a cleanup with a timeout.</summary>
    /// <returns>True if it succeeded.</returns>
    public static async Task<bool> TryAsync(Func<CancellationToken, Task> cleanup, TimeSpan timeout)
    {
        using CancellationTokenSource deadline = new(timeout);
        try
        {
            await cleanup(deadline.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is QmpException or OperationCanceledException)
        {
            return false;
        }
    }
}
