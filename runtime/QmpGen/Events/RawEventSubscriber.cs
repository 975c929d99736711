using System.Text;

namespace QmpGen;

/// <summary>A subscriber to raw events.</summary>
internal sealed class RawEventSubscriber
{
    private readonly byte[][] _wireNames;

    /// <summary>Initializes a new instance.</summary>
    /// <param name="wireNames">The names of the events, or empty for all.</param>
    /// <param name="buffer">The buffer for the events.</param>
    public RawEventSubscriber(IReadOnlyList<string> wireNames, EventBuffer buffer)
    {
        _wireNames = [.. wireNames.Select(Encoding.UTF8.GetBytes)];
        Buffer = buffer;
    }

    public EventBuffer Buffer { get; }

    /// <summary>Whether the subscriber accepts events of a name in UTF-8.</summary>
    public bool Accepts(ReadOnlySpan<byte> name)
    {
        foreach (byte[] wireName in _wireNames)
        {
            if (name.SequenceEqual(wireName))
            {
                return true;
            }
        }

        return _wireNames.Length == 0;
    }
}
