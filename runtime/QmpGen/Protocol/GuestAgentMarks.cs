using System.Globalization;
using System.Text;

namespace QmpGen;

/// <summary>
/// How the answers of a guest agent are told apart: ids would not do, which agents before 4.0 refuse and which do not
/// tell that an agent has been
/// restarted. Every request goes between two of <c>guest-sync-delimited</c>, whose answers are marked by a 0xFF and
/// carry numbers that only grow.
/// An agent executes one command after another, so what comes between the two marks of a call answers that call,
/// however late, and no other.
/// </summary>
/// <param name="start">The number with which the session began, from which the others count on: two for every
/// call.</param>
internal sealed class GuestAgentMarks(long start)
{
    /// <summary>The byte that no JSON has. To either side it ends whatever the other one has said half of.</summary>
    public const byte Delimiter = 0xFF;

    private long _lastSent;
    private long _lastSeen;
    private QmpMessage? _between;
    private QmpMessage? _answer;

    /// <summary>The call up to which the agent has come: it will answer none before it any more, and this one neither
    /// where it <see cref="IsDone"/>.</summary>
    public long Call => _lastSeen / 2;

    /// <summary>Whether the agent is done with the call.</summary>
    public bool IsDone => _lastSeen % 2 == 1;

    /// <summary>A request for a mark.</summary>
    /// <param name="number">The number to be sent back.</param>
    public static byte[] Sync(long number)
    {
        string arguments = string.Create(CultureInfo.InvariantCulture, $$"""{"id":{{number}}}""");
        return QmpRequest
            .Write("guest-sync-delimited", Encoding.ASCII.GetBytes(arguments), id: null, outOfBand: null)
            .ToArray();
    }

    /// <summary>Puts a request between its marks. The calls of the requests have growing numbers.</summary>
    /// <param name="request">A request without an id.</param>
    /// <param name="call">The number of the call.</param>
    public ReadOnlyMemory<byte> Enclose(ReadOnlyMemory<byte> request, long call)
    {
        // Where an earlier request is not done with, the agent may have been restarted in the middle of it, and would
        // take this one for the rest
        // of a string. It answers an error to a 0xFF, and some write it to the guest's log: one that has been heard of
        // is spared that.
        bool caughtUp = _lastSent == Volatile.Read(ref _lastSeen);
        Volatile.Write(ref _lastSent, (2 * call) + 1);
        return (byte[])
            [
                .. caughtUp ? [] : new[] { Delimiter },
                .. Sync(start + (2 * call)),
                .. request.Span,
                .. Sync(start + (2 * call) + 1),
            ];
    }

    /// <summary>Takes out what the agent answered to the call that it is done with; null where it has lost it, or gave
    /// no answer.</summary>
    public QmpMessage? TakeAnswer()
    {
        QmpMessage? answer = _answer;
        _answer = null;
        return answer;
    }

    /// <summary>Takes what the agent says.</summary>
    /// <returns>Whether it is a mark, by which the agent has come further.</returns>
    public bool Take(QmpMessage message)
    {
        long number = message is { IsDelimited: true, Integer: { } integer } ? integer - start : 0;
        if (number <= _lastSeen || number > Volatile.Read(ref _lastSent))
        {
            // The first answer counts: another one can only be the error to a 0xFF. And it is not handed out before the
            // second mark has come, since a
            // restarted agent may have begun at a request whose first one is lost.
            if (!IsDone && message.Kind is QmpMessageKind.Return or QmpMessageKind.Error)
            {
                _between ??= message.Kept();
            }

            return false;
        }

        _answer = number % 2 == 1 && number == _lastSeen + 1 ? _between : null;
        _between = null;
        Volatile.Write(ref _lastSeen, number);
        return true;
    }
}
