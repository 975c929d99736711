using System.Runtime.InteropServices;

namespace QmpGen;

/// <summary>How one call is made, where it differs from the <see cref="QmpClientOptions"/>. Immutable: change a copy by <c>with</c>.</summary>
public sealed record QmpCallOptions
{
    internal static QmpCallOptions Default { get; } = new();

    /// <summary>How long the answer may take, the wait for its turn included; null goes by <see cref="QmpClientOptions.CallTimeout"/>, and
    /// <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> takes the limit away.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to zero, to less, or to more than 24 days.</exception>
    public TimeSpan? Timeout { get; init => field = value is { } limit ? Limits.Checked(limit) : null; }

    /// <summary>Whether a call that asks for out-of-band execution is made in-band where the session has none, rather than refused; null goes by
    /// <see cref="QmpClientOptions.InBandFallback"/>.</summary>
    public bool? InBandFallback { get; init; }

    /// <summary>A file or socket that goes to QEMU with the command, as <c>getfd</c> and <c>add-fd</c> want it. QEMU gets a descriptor of its own:
    /// this one may be closed once the call has ended.</summary>
    /// <remarks>Needs a unix socket, on Linux or macOS. QEMU keeps one descriptor at a time, so such calls follow one another: the next is sent when
    /// the one before has been answered.</remarks>
    public SafeHandle? Descriptor { get; init; }
}
