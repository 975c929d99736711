using System.Buffers;
using System.IO.Pipelines;

namespace QmpGen;

/// <summary>
/// A guest agent does not greet, and its channel may still hold what it answered to others. So the client asks it to
/// mark an answer by a byte
/// that no JSON has, and skips everything before.
/// </summary>
internal sealed class GuestAgentHandshake : QmpHandshake
{
    // 53 bits are what an agent may keep of an integer; the marks of the calls count on from here.
    private readonly long _start = Random.Shared.NextInt64(1, 1L << 52);
    private bool _heard;

    public override string UsualCause =>
        _heard
            ? "Something came, but not that answer: what answers is no guest agent (a monitor or a console looks so), or the guest floods its channel."
            : "A guest that does not run the agent leaves every client without an answer, and so does a channel that another client, such as libvirt, holds. Check "
                + "in the guest that qemu-ga runs (systemctl status qemu-guest-agent), and that nobody else is connected to this channel: it serves one client at a time.";

    public override async Task<QmpGreeting> RunAsync(
        QmpConnection connection,
        QmpClientOptions options,
        CancellationToken cancellationToken
    )
    {
        if (options.OutOfBand == QmpOutOfBandMode.Required)
        {
            throw new QmpConnectionException("A guest agent has no out-of-band execution, and the options require it.");
        }

        Stage = "the guest agent's answer to guest-sync-delimited";
        try
        {
            byte[] request = [GuestAgentMarks.Delimiter, .. GuestAgentMarks.Sync(_start)];
            await connection.Stream.WriteAsync(request, cancellationToken).ConfigureAwait(false);
            await connection.Stream.FlushAsync(cancellationToken).ConfigureAwait(false);
            await SkipAsync(connection.Input, cancellationToken).ConfigureAwait(false);
            connection.Start(new GuestAgentMarks(_start));
            return QmpGreeting.None;
        }
        catch (Exception e) when (e is not (OperationCanceledException or QmpException))
        {
            throw new QmpConnectionException(
                $"The connection was lost before the guest agent answered guest-sync-delimited: {e.Message}",
                e
            );
        }
    }

    /// <summary>Skips everything up to the answer.</summary>
    private async Task SkipAsync(PipeReader input, CancellationToken cancellationToken)
    {
        while (true)
        {
            ReadResult read = await input.ReadAsync(cancellationToken).ConfigureAwait(false);
            ReadOnlySequence<byte> buffer = read.Buffer;
            _heard |= !buffer.IsEmpty;
            while (GuestAgentNoise.TakeAnswer(ref buffer) is { } answer)
            {
                if (answer.Integer == _start)
                {
                    input.AdvanceTo(buffer.Start);
                    return;
                }
            }

            input.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
            {
                throw new QmpConnectionException(
                    "The peer closed the connection before the guest agent answered guest-sync-delimited."
                );
            }
        }
    }
}
