using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace QmpGen;

/// <summary>Skips the bytes that a guest agent's channel holds from earlier clients.</summary>
/// <remarks>The bytes are arbitrary. This class is stateless: an incomplete response stays in the buffer.</remarks>
internal static class StaleBytes
{
    // A sync response contains at most two integers. Anything longer is stale. This limits memory use.
    private const int MaxResponseBytes = 256;

    /// <summary>Removes the next response after a 0xFF from the buffer, and all bytes before it.</summary>
    /// <param name="buffer">The received bytes. If a response is incomplete, only its possible start remains.</param>
    /// <returns>The response, or null if more bytes are required.</returns>
    public static QmpMessage? SkipToSyncResponse(ref ReadOnlySequence<byte> buffer)
    {
        while (buffer.PositionOf(QmpFramer.Delimiter) is { } delimiter)
        {
            ReadOnlySequence<byte> rest = buffer.Slice(buffer.GetPosition(1, delimiter));
            ReadOnlySequence<byte> candidate = rest.Slice(0, Math.Min(rest.Length, MaxResponseBytes));
            if (candidate.PositionOf(QmpFramer.Delimiter) is { } next)
            {
                candidate = candidate.Slice(0, next);
            }

            if (TryParse(candidate, out QmpMessage? response, out long length))
            {
                buffer = rest.Slice(length);
                return response;
            }

            if (candidate.Length == rest.Length && candidate.Length < MaxResponseBytes)
            {
                buffer = buffer.Slice(delimiter);
                return null;
            }

            buffer = rest;
        }

        buffer = buffer.Slice(buffer.End);
        return null;
    }

    private static bool TryParse(
        ReadOnlySequence<byte> candidate,
        [NotNullWhen(true)] out QmpMessage? response,
        out long length
    )
    {
        response = null;
        length = 0;
        ReadOnlySequence<byte> rest = candidate;
        if (
            candidate.IsEmpty
            || candidate.FirstSpan[0] != '{'
            || !new QmpFramer(MaxResponseBytes).TryRead(ref rest, out ReadOnlySequence<byte> json)
        )
        {
            return false;
        }

        length = candidate.Length - rest.Length;
        response = QmpMessage.TryParse(json, isDelimited: true);
        return response is not null;
    }
}
