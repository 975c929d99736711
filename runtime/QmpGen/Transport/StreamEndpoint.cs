namespace QmpGen;

/// <summary>A connection that the user opened.</summary>
internal sealed class StreamEndpoint(Stream stream) : QmpEndpoint
{
    private int _isTaken;

    internal override bool IsReusable => false;

    public override string ToString() => "a stream";

    internal override ValueTask<Stream> OpenAsync(TransportOptions options, CancellationToken cancellationToken) =>
        Interlocked.Exchange(ref _isTaken, 1) == 0
            ? ValueTask.FromResult(stream)
            : throw new QmpConnectionException(
                "Cannot connect to the stream again: the first client owns it. Open another stream."
            )
            {
                IsTransient = false,
            };
}
