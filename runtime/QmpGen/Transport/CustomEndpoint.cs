using System.Net.Sockets;

namespace QmpGen;

/// <summary>An endpoint that connects with the user's function.</summary>
internal sealed class CustomEndpoint(string name, Func<CancellationToken, ValueTask<Stream>> connect) : QmpEndpoint
{
    internal override bool RunsUserCode => true;

    public override string ToString() => name;

    internal override async ValueTask<Stream> OpenAsync(TransportOptions options, CancellationToken cancellationToken)
    {
        // The function may ignore the token. A stream that it returns after the cancellation is closed.
        Task<Stream> opening = Task.Run(() => connect(cancellationToken).AsTask(), CancellationToken.None);
        try
        {
            return await opening.WaitAsync(cancellationToken).ConfigureAwait(false)
                ?? throw CreateException("the connect function returned null. Return an open stream.", false, null);
        }
        catch (OperationCanceledException e) when (cancellationToken.IsCancellationRequested)
        {
            _ = DisposeLateStreamAsync(opening);
            string reason =
                $"the connect function did not return within {options.ConnectTimeout.TotalSeconds:0.###} s.";
            throw new QmpTimeoutException($"Cannot connect to {name}: {reason}", e) { Reason = reason };
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            throw CreateException(e.Message, CanWaitingCure(e), e);
        }
    }

    private static bool CanWaitingCure(Exception failure) =>
        failure switch
        {
            FileNotFoundException or DirectoryNotFoundException or DriveNotFoundException or PathTooLongException =>
                false,
            _ when (failure as SocketException ?? failure.InnerException) is SocketException e =>
                SocketEndpoint.CanWaitingCure(e),
            _ => true,
        };

    private QmpConnectionException CreateException(string reason, bool isTransient, Exception? cause) =>
        new($"Cannot connect to {name}: {reason}", cause) { IsTransient = isTransient, Reason = reason };

    private static async Task DisposeLateStreamAsync(Task<Stream> opening)
    {
        await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (opening.IsCompletedSuccessfully && await opening.ConfigureAwait(false) is { } late)
        {
            await late.DisposeAsync().ConfigureAwait(false);
        }
    }
}
