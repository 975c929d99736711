namespace QmpGen.Tests;

/// <summary>Waits for the timeout by which a TLS listener reports a peer that it did not accept.</summary>
internal static class ListenerTimeouts
{
    /// <summary>Waits until a timeout reports a peer whose handshake is pending.</summary>
    public static Task<QmpTimeoutException> WaitForSilentPeerAsync(QmpListener listener) =>
        WaitAsync(listener, e => e.InnerException is QmpTimeoutException);

    /// <summary>Waits until a timeout reports a peer whose handshake failed.</summary>
    public static Task<QmpTimeoutException> WaitForRejectedPeerAsync(QmpListener listener) =>
        WaitAsync(listener, e => e.InnerException is QmpConnectionException);

    private static async Task<QmpTimeoutException> WaitAsync(
        QmpListener listener,
        Predicate<QmpTimeoutException> isWanted
    )
    {
        using CancellationTokenSource timeout = new(ScriptedPeer.WaitTimeout);
        while (true)
        {
            QmpTimeoutException e = await Assert.ThrowsAsync<QmpTimeoutException>(() =>
                QmpClient.ConnectAsync(
                    listener,
                    new() { ConnectTimeout = TimeSpan.FromMilliseconds(50) },
                    timeout.Token
                )
            );
            if (isWanted(e))
            {
                return e;
            }
        }
    }
}
