namespace QmpGen;

/// <summary>A connection that somebody else has made.</summary>
internal sealed class StreamEndpoint(Stream stream) : QmpEndpoint
{
    private int _taken;

    internal override bool IsReusable => false;

    public override string ToString() => "a stream";

    internal override ValueTask<Stream> OpenAsync(TransportOptions options, CancellationToken cancellationToken) =>
        Interlocked.Exchange(ref _taken, 1) == 0
            ? ValueTask.FromResult(stream)
            : throw new QmpConnectionException(
                "The stream has been connected to already; it belongs to the client that did so."
            );
}
