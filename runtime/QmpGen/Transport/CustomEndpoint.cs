using System.Net.Sockets;

namespace QmpGen;

/// <summary>An endpoint that connects with the user's function.</summary>
internal sealed class CustomEndpoint(string name, Func<CancellationToken, ValueTask<Stream>> connect) : QmpEndpoint
{
    public override string ToString() => name;

    internal override async ValueTask<Stream> OpenAsync(TransportOptions options, CancellationToken cancellationToken)
    {
        // The function may ignore the token. A stream that it returns after the cancellation is closed.
        Task<Stream> opening = Task.Run(() => connect(cancellationToken).AsTask(), CancellationToken.None);
        try
        {
            return await opening.WaitAsync(cancellationToken).ConfigureAwait(false)
                ?? throw new QmpConnectionException(
                    $"Cannot connect to {name}: the connect function returned null. Return an open stream."
                )
                {
                    IsTransient = false,
                };
        }
        catch (OperationCanceledException e) when (cancellationToken.IsCancellationRequested)
        {
            _ = DisposeLateStreamAsync(opening);
            throw new QmpTimeoutException(
                $"Cannot connect to {name}: the connect function did not return within "
                    + $"{options.ConnectTimeout.TotalSeconds:0.###} s.",
                e
            );
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            throw new QmpConnectionException($"Cannot connect to {name}: {e.Message}", e);
        }
    }

    private static async Task DisposeLateStreamAsync(Task<Stream> opening)
    {
        await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (opening.IsCompletedSuccessfully && await opening.ConfigureAwait(false) is { } late)
        {
            await late.DisposeAsync().ConfigureAwait(false);
        }
    }
}
