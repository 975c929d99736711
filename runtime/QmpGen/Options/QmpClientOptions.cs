using System.Net.Security;
using Microsoft.Extensions.Logging;

namespace QmpGen;

/// <summary>Options of a client.</summary>
/// <remarks>Immutable: use <c>with</c> to create a changed copy.</remarks>
public sealed record QmpClientOptions
{
    /// <summary>The default options.</summary>
    public static QmpClientOptions Default { get; } = new();

    /// <summary>The timeout for connecting, including the handshake. Default: 10 seconds.</summary>
    /// <remarks>
    /// <para>The handshake consists of the greeting and the negotiation of capabilities, or of the synchronization with
    /// a guest agent.</para>
    /// <para>A monitor serves one client at a time. A second client connects but receives nothing until the first
    /// disconnects. A guest without a running agent also sends nothing. Use <see cref="Timeout.InfiniteTimeSpan"/> only
    /// if waiting indefinitely is acceptable.</para>
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive, or longer than 24 days.</exception>
    public TimeSpan ConnectTimeout
    {
        get;
        init => field = TimeoutValidation.Validate(value);
    } = TimeSpan.FromSeconds(10);

    /// <summary>Whether <c>ConnectAsync</c> waits for a peer that is not there yet. Default: false.</summary>
    /// <remarks>
    /// <para>Use it for a QEMU that another program starts. <c>ConnectAsync</c> then retries failures that waiting can
    /// cure (<see cref="QmpException.IsTransient"/>), such as a missing socket file, until
    /// <see cref="ConnectTimeout"/> is over. The <see cref="QmpTimeoutException"/> contains the last failure.</para>
    /// <para>Other failures end the wait at once, such as a missing permission, a file that is not a socket, a
    /// certificate that is not trusted, or a peer that does not speak QMP. An unknown host is retried, because names of
    /// containers appear when these start.</para>
    /// <para>Applies to the first connection; <see cref="Reconnect"/> applies to later ones. A stream, an inherited
    /// descriptor and <see cref="QemuProcess.Monitor"/> support one connection and are not retried.</para>
    /// </remarks>
    public bool WaitForPeer { get; init; }

    /// <summary>Whether <c>ConnectAsync</c> fetches the schema of the server. Default: null.</summary>
    /// <remarks>
    /// <para>The schema decides what <see cref="QmpClient.Supports{T}()"/> returns and which calls are rejected before
    /// they are sent. If null, it is fetched for bindings of several QEMU releases, unless the greeting has the
    /// version and package string of exactly one of them. This release then decides. If false, the schema is fetched
    /// when it is needed.</para>
    /// <para>QEMUs of other architectures and storage daemons can have the same version and package string. Set the
    /// option to true if the bindings do not have a dump of each. A schema is about 200 KB in size.</para>
    /// </remarks>
    public bool? LoadSchema { get; init; }

    /// <summary>The timeout of a call, including the time that its request waits in the queue. Default:
    /// infinite.</summary>
    /// <remarks>
    /// <para>Some commands respond only after their work is done. <see cref="QmpCallOptions.Timeout"/> overrides this
    /// value for a single call.</para>
    /// <para>A call that times out throws a <see cref="QmpTimeoutException"/>. QEMU may still execute the command. Its
    /// late response is discarded, and the connection stays usable.</para>
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive, or longer than 24 days.</exception>
    public TimeSpan CallTimeout
    {
        get;
        init => field = TimeoutValidation.Validate(value);
    } = Timeout.InfiniteTimeSpan;

    /// <summary>The timeout for writing one request. Default: infinite.</summary>
    /// <remarks>QEMU stops reading while it is suspended. It also stops while commands are queued in a session without
    /// out-of-band execution. Requests then fill the socket until writing blocks. A partly written request cannot be
    /// undone, so the timeout closes the connection.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive, or longer than 24 days.</exception>
    public TimeSpan WriteTimeout
    {
        get;
        init => field = TimeoutValidation.Validate(value);
    } = Timeout.InfiniteTimeSpan;

    /// <summary>The mode of out-of-band execution. Default: <see cref="QmpOutOfBandMode.WhenOffered"/>.</summary>
    public QmpOutOfBandMode OutOfBand { get; init; }

    /// <summary>Whether out-of-band calls fall back to in-band execution if out-of-band execution is off. Default:
    /// false.</summary>
    /// <remarks>By default such a call throws a <see cref="QmpNotSupportedException"/>, and the command is not sent.
    /// In-band, the command would wait for the commands that it is meant to overtake.</remarks>
    public bool InBandFallback { get; init; }

    /// <summary>The wire format of out-of-band requests. Default: null, which depends on the version in the
    /// greeting.</summary>
    public QmpOutOfBandDialect? OutOfBandDialect { get; init; }

    /// <summary>The number of events that are buffered for each subscriber. Default: 1024.</summary>
    /// <remarks>If the buffer is full, the oldest event is dropped. <see cref="EventBufferBytes"/> limits its size
    /// further.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int EventBufferCapacity
    {
        get;
        init => field = ValidatePositive(value);
    } = 1024;

    /// <summary>The maximum size of the events that are buffered for each subscriber, in bytes. Default: 16
    /// MiB.</summary>
    /// <remarks>
    /// <para>The name and the data of an event count, with their size on the wire. In memory, an event can use several
    /// times that size.</para>
    /// <para>If an event does not fit, the oldest events are dropped. An event that is larger than this value drops all
    /// others.</para>
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int EventBufferBytes
    {
        get;
        init => field = ValidatePositive(value);
    } = 16 * 1024 * 1024;

    /// <summary>The maximum size of a received message, in bytes. Default: 128 MiB.</summary>
    /// <remarks>
    /// <para>A larger message closes the connection with a <see cref="QmpMessageTooLargeException"/>.</para>
    /// <para>The largest reply of a guest agent is that of <c>guest-file-read</c> with its maximum of 48 MiB, which are
    /// 64 MiB in base64. Agents before QEMU 5.0 do not have that maximum. A monitor has no maximum: the replies to
    /// <c>ringbuf-read</c> and <c>human-monitor-command</c> are as long as their text.</para>
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int MaxMessageBytes
    {
        get;
        init => field = ValidatePositive(value);
    } = 128 * 1024 * 1024;

    /// <summary>The TLS options for <c>tcp:HOST:PORT</c>. Default: null, which connects without TLS.</summary>
    /// <remarks>
    /// <para>Required if QEMU's chardev has <c>tls-creds=</c>. <see cref="QmpTls.CreateClientOptions(string)"/> creates
    /// the options from a directory of certificates in QEMU's layout.</para>
    /// <para>If <see cref="SslClientAuthenticationOptions.TargetHost"/> is not set, the host of the endpoint is used.
    /// QEMU's certificate must be issued for that name or address. The object is not modified; do not modify it while
    /// it is in use.</para>
    /// <para>A monitor of QEMU 7.2 stalls on TLS records of more than one byte. Every QEMU before 10 therefore receives
    /// one record per byte. An <c>SslStream</c> that you pass as an endpoint does not do that.</para>
    /// <para>For other endpoints <c>ConnectAsync</c> throws an <see cref="ArgumentException"/>. For a
    /// <see cref="QmpListener"/> pass TLS options to <see cref="QmpListener.Start"/>.</para>
    /// </remarks>
    public SslClientAuthenticationOptions? Tls { get; init; }

    /// <summary>The policy for reconnecting after a lost connection. Default: null, which closes the client.</summary>
    /// <remarks>
    /// <para>The client does not reconnect after <c>quit</c>.</para>
    /// <para>The endpoint must allow several connections; a stream or an inherited descriptor does not. A
    /// <see cref="QmpListener"/> accepts the next QEMU that connects. If clients reconnect, create a separate listener
    /// for each QEMU.</para>
    /// </remarks>
    public QmpReconnectPolicy? Reconnect { get; init; }

    /// <summary>The logger. Default: null, which disables logging.</summary>
    /// <remarks>The level Debug includes every call. The logger runs on a thread pool thread, so a slow logger does not
    /// delay calls or events.</remarks>
    public ILogger? Logger { get; init; }

    /// <summary>Whether command arguments are logged and traced. Default: false.</summary>
    /// <remarks>Members with the names of secrets, such as <c>password</c>, are redacted. Other members can also
    /// contain passwords, such as the <c>command-line</c> of <c>human-monitor-command</c>.</remarks>
    public bool LogArguments { get; init; }

    /// <summary>The observer that receives every message on the wire, for tests and diagnostics. Default:
    /// null.</summary>
    /// <remarks>
    /// <para>Messages include passwords in arguments. The synchronization with a guest agent while connecting is not
    /// reported.</para>
    /// <para>Disposing the client waits for up to one second until the observer has received all messages.</para>
    /// </remarks>
    public IQmpWireTap? WireTap { get; init; }

    private static int ValidatePositive(int value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
        return value;
    }
}

/// <summary>Specifies whether a connection enables out-of-band execution.</summary>
/// <remarks>An out-of-band command overtakes the commands that QEMU is still executing.</remarks>
public enum QmpOutOfBandMode
{
    /// <summary>Enables it if QEMU's greeting offers it. See <see cref="QmpClient.OutOfBandEnabled"/>.</summary>
    WhenOffered,

    /// <summary>Leaves it off.</summary>
    /// <remarks>QEMU then accepts any number of in-band commands at a time.</remarks>
    Never,

    /// <summary>Enables it, or fails to connect if QEMU does not offer it.</summary>
    /// <remarks>A guest agent never offers it.</remarks>
    Required,
}

/// <summary>Specifies the wire format of out-of-band requests.</summary>
public enum QmpOutOfBandDialect
{
    /// <summary><c>{"exec-oob": name}</c>, for QEMU 3.0 and later.</summary>
    ExecOob,

    /// <summary><c>{"execute": name, "control": {"run-oob": true}}</c>, for QEMU 2.12.</summary>
    ControlField,
}
