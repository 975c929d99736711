using System.Globalization;
using System.Text;

namespace QmpGen;

/// <summary>
/// The ids of a guest agent that has none. Every request is led by a <c>guest-sync-delimited</c> whose answer, marked by 0xFF, carries the call's
/// number. An agent executes one command after another, so what comes behind a mark answers that call, however late, and no other.
/// </summary>
/// <param name="start">The number of the mark with which the session began, from which the others count on.</param>
internal sealed class GuestAgentMarks(long start)
{
    /// <summary>The byte that no JSON has. It also ends whatever an agent has read half of.</summary>
    public const byte Delimiter = 0xFF;

    private long _current;

    /// <summary>A request for a mark.</summary>
    /// <param name="mark">The number to be sent back.</param>
    /// <param name="id">The request's id; null for none.</param>
    public static byte[] Sync(long mark, long? id)
    {
        string arguments = string.Create(CultureInfo.InvariantCulture, $$"""{"id":{{mark}}}""");
        return QmpRequest.Write("guest-sync-delimited", Encoding.ASCII.GetBytes(arguments), id, outOfBand: null).ToArray();
    }

    /// <summary>Writes a request with the mark in front of it.</summary>
    /// <param name="command">The command's wire name.</param>
    /// <param name="arguments">Its arguments with their braces.</param>
    /// <param name="call">The number of the call.</param>
    /// <exception cref="QmpArgumentException">The name is one that the agent could not read.</exception>
    public ReadOnlyMemory<byte> Write(string command, ReadOnlySpan<byte> arguments, long call) =>
        (byte[])[.. Sync(start + call, id: null), .. QmpRequest.Write(command, arguments, id: null, outOfBand: null).Span];

    /// <summary>Takes note of a mark, and gives any other message the number of the call that it answers.</summary>
    /// <returns>Whether the message was a mark, with which nothing more is to be done.</returns>
    public bool Take(QmpMessage message)
    {
        if (message is { IsDelimited: true, Integer: { } number } && number - start is >= 0 and <= int.MaxValue)
        {
            _current = number - start;
            return true;
        }

        message.AssignTo(_current);
        return false;
    }
}
