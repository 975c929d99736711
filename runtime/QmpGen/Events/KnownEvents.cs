using System.Diagnostics.CodeAnalysis;
using System.Text;
using QmpGen.CodeGeneration;

namespace QmpGen;

/// <summary>The types of the events that the bindings define, by wire name.</summary>
/// <remarks>An event is added when it is received for the first time. Only the receive loop uses the
/// instance.</remarks>
internal sealed class KnownEvents
{
    // The names of QEMU's events are shorter. A longer name is read like an unknown one.
    private const int MaxNameLength = 64;

    private readonly Dictionary<string, KnownEvent> _events = new(StringComparer.Ordinal);
    private KnownEvent? _last;

    /// <summary>Finds an event by its name in UTF-8.</summary>
    public bool TryGet(ReadOnlySpan<byte> name, [NotNullWhen(true)] out KnownEvent? known)
    {
        // Events often come in groups.
        known = _last;
        if (known is not null && Ascii.Equals(name, known.Name))
        {
            return true;
        }

        Span<char> text = stackalloc char[MaxNameLength];
        known = null;
        bool isKnown =
            name.Length <= MaxNameLength
            && Encoding.UTF8.TryGetChars(name, text, out int length)
            && _events.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text[..length], out known);
        _last = known ?? _last;
        return isKnown;
    }

    /// <summary>Adds an event.</summary>
    /// <param name="name">The wire name.</param>
    /// <param name="type">The generated record.</param>
    /// <param name="context">The context of the first event.</param>
    public void Add(string name, Type type, QmpReadContext context) =>
        _last = _events[name] = new KnownEvent(name, type, context);
}

/// <summary>An event that the bindings define.</summary>
/// <param name="Name">The wire name.</param>
/// <param name="Type">The generated record.</param>
/// <param name="Context">The context for the next event. An event takes only the timestamp from it.</param>
internal sealed record KnownEvent(string Name, Type Type, QmpReadContext Context);
