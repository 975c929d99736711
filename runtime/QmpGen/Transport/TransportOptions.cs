using System.Net.Security;

namespace QmpGen;

/// <summary>The part of <see cref="QmpClientOptions"/> that concerns an endpoint.</summary>
/// <param name="ConnectTimeout">The timeout of the whole attempt to connect, for messages.</param>
/// <param name="Tls">The TLS options of a client; null for none.</param>
internal sealed record TransportOptions(TimeSpan ConnectTimeout, SslClientAuthenticationOptions? Tls = null)
{
    /// <summary>Creates the options from those of a client.</summary>
    public static TransportOptions From(QmpClientOptions options) => new(options.ConnectTimeout, options.Tls);
}
