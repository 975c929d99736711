namespace QmpGen;

/// <summary>An endpoint whose connections are made by the user's function.</summary>
internal sealed class CustomEndpoint(string name, Func<CancellationToken, ValueTask<Stream>> connect) : QmpEndpoint
{
    public override string ToString() => name;

    internal override async ValueTask<Stream> OpenAsync(QmpClientOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await connect(cancellationToken).ConfigureAwait(false)
                ?? throw new QmpConnectionException($"Cannot connect to {name}: the function that connects returned no stream.");
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            throw new QmpConnectionException($"Cannot connect to {name}: {e.Message}", e);
        }
    }
}
