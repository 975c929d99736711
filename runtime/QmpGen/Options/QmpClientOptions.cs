using System.Net.Security;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace QmpGen;

/// <summary>How a connection is made and kept. Immutable: change a copy by <c>with</c>.</summary>
public sealed record QmpClientOptions
{
    /// <summary>The options that are used where none are given.</summary>
    public static QmpClientOptions Default { get; } = new();

    /// <summary>How long connecting may take, the greeting and the negotiation of capabilities, or the synchronisation
    /// with a guest agent, included. 10 seconds unless told otherwise;
    /// <see cref="Timeout.InfiniteTimeSpan"/> takes the limit away.</summary>
    /// <remarks>A monitor serves one client. A second one connects and then hears nothing until the first has left, so
    /// a limit is a must.
    /// A guest that does not run its agent says nothing either.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">Set to zero, to less, or to more than 24 days.</exception>
    public TimeSpan ConnectTimeout
    {
        get;
        init => field = Limits.Checked(value);
    } = TimeSpan.FromSeconds(10);

    /// <summary>How long a call may take, the wait for its turn included, unless its <see cref="QmpCallOptions"/> say
    /// otherwise. Without limit unless
    /// told otherwise: there are commands that take as long as their work.</summary>
    /// <remarks>A call that has taken too long ends with a <see cref="QmpTimeoutException"/>, as a cancelled one ends:
    /// QEMU may still execute it, its
    /// answer is dropped, and the connection stays usable.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">Set to zero, to less, or to more than 24 days.</exception>
    public TimeSpan CallTimeout
    {
        get;
        init => field = Limits.Checked(value);
    } = Timeout.InfiniteTimeSpan;

    /// <summary>How long writing one request may take. Without limit unless told otherwise.</summary>
    /// <remarks>QEMU reads no further while it stands still, or while commands wait in a session without out-of-band
    /// execution; requests then fill
    /// the socket until writing waits too. A request cannot be taken back half-written, so the limit ends the
    /// connection.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">Set to zero, to less, or to more than 24 days.</exception>
    public TimeSpan WriteTimeout
    {
        get;
        init => field = Limits.Checked(value);
    } = Timeout.InfiniteTimeSpan;

    /// <summary>Whether out-of-band execution is switched on. Where QEMU offers it, unless told otherwise.</summary>
    public QmpOutOfBandMode OutOfBand { get; init; }

    /// <summary>Whether calls that ask for out-of-band execution are made in-band where the session has none. Refused
    /// unless told otherwise, with an
    /// <see cref="InvalidOperationException"/> before anything is sent: in-band they would wait for what they are to
    /// pass by.</summary>
    public bool InBandFallback { get; init; }

    /// <summary>How out-of-band execution is asked for on the wire; null, the default, goes by the version in QEMU's
    /// greeting.</summary>
    public QmpOutOfBandDialect? OutOfBandDialect { get; init; }

    /// <summary>How many events a subscriber may be behind before it loses the oldest: 1024 unless told
    /// otherwise.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to less than 1.</exception>
    public int EventBufferCapacity
    {
        get;
        init => field = Positive(value);
    } = 1024;

    /// <summary>The largest message that is taken from the peer, in bytes: 64 MiB unless told otherwise. A larger one
    /// ends the connection.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to less than 1.</exception>
    public int MaxMessageBytes
    {
        get;
        init => field = Positive(value);
    } = 64 * 1024 * 1024;

    /// <summary>TLS, for endpoints <c>tcp:HOST:PORT</c> whose chardev has <c>tls-creds=</c>; null, the default, for
    /// none. <see cref="QmpTls.CreateClientOptions(string)"/>
    /// makes it from a directory of certificates as QEMU's own are.</summary>
    /// <remarks>A <see cref="SslClientAuthenticationOptions.TargetHost"/> that is not set is the endpoint's host:
    /// QEMU's certificate must be for that name
    /// or address. The object itself is never changed, and must not be while it is in use. QEMU greets only when the
    /// handshake is done. A monitor of
    /// QEMU 7.2 stalls on a record of more than one byte: every QEMU before 10 is sent a record per byte here, but not
    /// by an <c>SslStream</c> of your own. With any other
    /// kind of endpoint <c>ConnectAsync</c> refuses it with an <see cref="ArgumentException"/>; a
    /// <see cref="QmpListener"/> is told of TLS when it starts.</remarks>
    public SslClientAuthenticationOptions? Tls { get; init; }

    /// <summary>How a lost connection is made again; null, the default, leaves it lost. A connection that ends after
    /// <c>quit</c> stays so.</summary>
    /// <remarks>Needs an endpoint that can be connected to again, which a stream and an inherited descriptor cannot. A
    /// <see cref="QmpListener"/> takes
    /// whichever QEMU calls next: where clients reconnect, each QEMU needs a listener of its own.</remarks>
    public QmpReconnectPolicy? Reconnect { get; init; }

    /// <summary>Where the connection's oddities are told and, at the level Debug, every call; nowhere unless told
    /// otherwise. It is called on a thread of
    /// the pool, so that one that blocks holds nothing up.</summary>
    public ILogger? Logger { get; init; }

    /// <summary>Whether the arguments of commands are logged and traced. Not unless told otherwise: there are passwords
    /// among them.</summary>
    public bool LogArguments { get; init; }

    /// <summary>Takes every message that is sent or received, as it is on the wire, in order: for tests and for finding
    /// faults. Passwords in arguments
    /// included.</summary>
    /// <remarks>A message is lost where the channel is full, since nothing waits for its reader: an unbounded one loses
    /// none. The channel is not
    /// completed at the end; it has been handed everything when the client has been disposed, unless it keeps its
    /// writers waiting for a second. What synchronises with a guest agent at the start is not among the messages. It is
    /// written to on a thread of the pool.</remarks>
    public ChannelWriter<QmpWireMessage>? WireTap { get; init; }

    private static int Positive(int value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
        return value;
    }
}

/// <summary>Whether a connection switches on out-of-band execution, by which a command passes those that QEMU is busy
/// with.</summary>
public enum QmpOutOfBandMode
{
    /// <summary>Where QEMU's greeting offers it. <see cref="QmpClient.OutOfBandEnabled"/> tells.</summary>
    WhenOffered,

    /// <summary>Not at all. QEMU then takes any number of in-band commands at a time.</summary>
    Never,

    /// <summary>Always: connecting fails where QEMU does not offer it. A guest agent never does.</summary>
    Required,
}

/// <summary>The two ways to ask for out-of-band execution on the wire.</summary>
public enum QmpOutOfBandDialect
{
    /// <summary><c>{"exec-oob": name}</c>: QEMU 3.0 and later.</summary>
    ExecOob,

    /// <summary><c>{"execute": name, "control": {"run-oob": true}}</c>: QEMU 2.12.</summary>
    ControlField,
}
