using System.Net.Sockets;

namespace QmpGen;

/// <summary>An endpoint whose connections are made by the user's function.</summary>
internal sealed class CustomEndpoint(string name, Func<CancellationToken, ValueTask<Stream>> connect) : QmpEndpoint
{
    public override string ToString() => name;

    /// <remarks>The function may heed no token. What it opens too late is closed.</remarks>
    internal override async ValueTask<Stream> OpenAsync(TransportOptions options, CancellationToken cancellationToken)
    {
        Task<Stream> opening = Task.Run(() => connect(cancellationToken).AsTask(), CancellationToken.None);
        try
        {
            return await opening.WaitAsync(cancellationToken).ConfigureAwait(false)
                ?? throw new QmpConnectionException($"Cannot connect to {name}: its function gave no stream.");
        }
        catch (OperationCanceledException) when (!opening.IsCompleted)
        {
            _ = CloseLateAsync(opening);
            throw;
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            throw new QmpConnectionException($"Cannot connect to {name}: {e.Message}", e);
        }
    }

    private static async Task CloseLateAsync(Task<Stream> opening)
    {
        await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (opening is { IsCompletedSuccessfully: true, Result: { } late })
        {
            await late.DisposeAsync().ConfigureAwait(false);
        }
    }
}
