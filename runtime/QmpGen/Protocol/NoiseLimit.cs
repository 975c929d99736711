using System.Globalization;

namespace QmpGen;

/// <summary>Counts what a guest agent's channel contains besides responses to this client, and limits it.</summary>
internal sealed class NoiseLimit
{
    /// <summary>The maximum number of bytes since the last response.</summary>
    /// <remarks>Twice the size of the largest reply, that of <c>guest-file-read</c>. An earlier client can leave
    /// one.</remarks>
    public const int MaxBytes = 128 * 1024 * 1024;

    /// <summary>The maximum number of objects since the last response.</summary>
    /// <remarks>A short object costs much more time than other bytes: parsing it may throw. A restarted agent leaves a
    /// few objects.</remarks>
    public const int MaxObjects = 1000;

    private long _bytes;
    private int _objects;

    /// <summary>Counts bytes that are not part of a response.</summary>
    /// <exception cref="QmpProtocolException">They exceed the limit.</exception>
    public void AddBytes(long count)
    {
        _bytes += count;
        if (_bytes > MaxBytes)
        {
            throw CreateException("bytes", _bytes);
        }
    }

    /// <summary>Counts an object that is incomplete, invalid or not a response to this client.</summary>
    /// <exception cref="QmpProtocolException">A limit is exceeded.</exception>
    public void AddObject(long bytes)
    {
        AddBytes(bytes);
        if (++_objects > MaxObjects)
        {
            throw CreateException("objects", _objects);
        }
    }

    /// <summary>Starts to count from zero, after a response.</summary>
    public void Reset()
    {
        _bytes = 0;
        _objects = 0;
    }

    private static QmpProtocolException CreateException(string unit, long count) =>
        new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"The peer sent {count} {unit} that are not part of a guest agent's response. "
            )
                + "The usual causes are a peer that is a monitor or a console, a guest that floods the channel, and an "
                + "earlier client that did not read its replies. Check the endpoint and the guest, then connect again."
        );
}
