using System.Runtime.InteropServices;

namespace QmpGen;

/// <summary>How one call is made, where it differs from the <see cref="QmpClientOptions"/>. Immutable: change a copy by
/// <c>with</c>.</summary>
public sealed record QmpCallOptions
{
    internal static QmpCallOptions Default { get; } = new();

    /// <summary>How long the answer may take, the wait for its turn included; null goes by
    /// <see cref="QmpClientOptions.CallTimeout"/>, and
    /// <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> takes the limit away.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to zero, to less, or to more than 24 days.</exception>
    public TimeSpan? Timeout
    {
        get;
        init => field = value is { } limit ? Limits.Checked(limit) : null;
    }

    /// <summary>Whether a call that asks for out-of-band execution is made in-band where the session has none, rather
    /// than refused; null goes by
    /// <see cref="QmpClientOptions.InBandFallback"/>.</summary>
    public bool? InBandFallback { get; init; }

    /// <summary>A file or socket that goes to QEMU with the command, as <c>getfd</c> and <c>add-fd</c> want it. QEMU
    /// gets a descriptor of its own:
    /// this one may be closed once the call has ended.</summary>
    /// <remarks>Needs a unix socket, on Linux or macOS, and QEMU behind it, not a guest agent; elsewhere the call is
    /// refused with a
    /// <see cref="NotSupportedException"/>, as it is with an <see cref="ObjectDisposedException"/> for a handle that
    /// has been closed, or an
    /// <see cref="ArgumentException"/> for one that is no open descriptor's. Nothing has been sent then. A handle that
    /// is closed while its call waits is
    /// sent all the same. QEMU keeps one descriptor at a time, so such calls follow one another: the next is sent when
    /// the one before has been
    /// answered, and the in-band calls behind it keep their order.</remarks>
    public SafeHandle? Descriptor { get; init; }
}
