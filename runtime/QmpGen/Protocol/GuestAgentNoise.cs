using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace QmpGen;

/// <summary>
/// What the channel of a guest agent may hold for others: any bytes at all, of which only the answers behind a 0xFF are
/// wanted. Keeps no
/// state: where an answer is not whole yet, its start stays in the buffer.
/// </summary>
internal static class GuestAgentNoise
{
    // A marked answer holds two integers at most. What is longer is none, so skipping needs no more memory than this.
    private const int MaxBytes = 256;

    /// <summary>Takes the next marked answer off the buffer, with all that comes before it.</summary>
    /// <param name="buffer">What has been received; where no answer is whole, no more is left of it than a start of
    /// one.</param>
    /// <returns>The answer, or null where more bytes are needed.</returns>
    public static QmpMessage? TakeAnswer(ref ReadOnlySequence<byte> buffer)
    {
        while (buffer.PositionOf(GuestAgentMarks.Delimiter) is { } mark)
        {
            ReadOnlySequence<byte> behind = buffer.Slice(buffer.GetPosition(1, mark));
            ReadOnlySequence<byte> candidate = behind.Slice(0, Math.Min(behind.Length, MaxBytes));
            if (candidate.PositionOf(GuestAgentMarks.Delimiter) is { } next)
            {
                candidate = candidate.Slice(0, next);
            }

            if (TryRead(candidate, out QmpMessage? answer, out long length))
            {
                buffer = behind.Slice(length);
                return answer;
            }

            if (candidate.Length == behind.Length && candidate.Length < MaxBytes)
            {
                buffer = buffer.Slice(mark);
                return null;
            }

            buffer = behind;
        }

        buffer = buffer.Slice(buffer.End);
        return null;
    }

    private static bool TryRead(
        ReadOnlySequence<byte> candidate,
        [NotNullWhen(true)] out QmpMessage? answer,
        out long length
    )
    {
        answer = null;
        length = 0;
        ReadOnlySequence<byte> rest = candidate;
        if (
            candidate.IsEmpty
            || candidate.FirstSpan[0] != '{'
            || !new QmpFramer(MaxBytes).TryTake(ref rest, out ReadOnlySequence<byte> json)
        )
        {
            return false;
        }

        length = candidate.Length - rest.Length;
        answer = QmpMessage.TryRead(json, delimited: true);
        return answer is not null;
    }
}
