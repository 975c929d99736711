using System.Runtime.InteropServices;

namespace QmpGen;

/// <summary>Options of a single call that override the <see cref="QmpClientOptions"/>.</summary>
/// <remarks>Immutable: use <c>with</c> to create a changed copy.</remarks>
public sealed record QmpCallOptions
{
    internal static QmpCallOptions Default { get; } = new();

    /// <summary>The timeout of the call, including the time that the request waits in the queue.</summary>
    /// <remarks>Default: null, which uses <see cref="QmpClientOptions.CallTimeout"/>.
    /// <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> disables the timeout.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive, or longer than 24 days.</exception>
    public TimeSpan? Timeout
    {
        get;
        init => field = value is { } timeout ? TimeoutValidation.Validate(timeout) : null;
    }

    /// <summary>Whether an out-of-band call falls back to in-band execution if out-of-band execution is off.</summary>
    /// <remarks>Default: null, which uses <see cref="QmpClientOptions.InBandFallback"/>.</remarks>
    public bool? InBandFallback { get; init; }

    /// <summary>A file or socket that is passed to QEMU with the command, as <c>getfd</c> and <c>add-fd</c>
    /// require.</summary>
    /// <remarks>
    /// <para>QEMU receives a duplicate. Close the handle after the call has ended. If it is closed earlier, the
    /// descriptor is still passed.</para>
    /// <para>Passing requires a unix socket on Linux or macOS, with QEMU as the peer. Otherwise the call throws a
    /// <see cref="QmpNotSupportedException"/>. If the handle is closed, the call throws an
    /// <see cref="ObjectDisposedException"/>. If it is not an open descriptor, the call throws an
    /// <see cref="ArgumentException"/>. The command is not sent in these cases.</para>
    /// <para>QEMU keeps only the latest descriptor. A call with a descriptor is therefore sent only after the previous
    /// such call has completed. In-band calls behind it keep their order.</para>
    /// </remarks>
    public SafeHandle? Descriptor { get; init; }
}
