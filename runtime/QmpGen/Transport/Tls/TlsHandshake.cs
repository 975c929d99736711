using System.Net.Security;
using System.Security.Authentication;

namespace QmpGen;

/// <summary>Performs the TLS handshake and explains its failures.</summary>
internal static class TlsHandshake
{
    /// <summary>The usual reason why a listening QEMU closes a connection after the handshake.</summary>
    public const string RejectedByServer =
        "With TLS 1.3, a client learns only after the handshake that its certificate is missing or was rejected. "
        + "By default (verify-peer=on), QEMU requires a certificate that its ca-cert.pem issued for clients. "
        + "Pass client-cert.pem and client-key.pem with QmpClientOptions.Tls. QEMU does not report the reason.";

    /// <summary>The usual reason why a connecting QEMU closes the connection after the handshake.</summary>
    public const string RejectedByClient =
        "QEMU closed the connection after the TLS handshake. "
        + "Either it rejected the certificate of this listener, or its chardev does not have a monitor. "
        + "QEMU's ca-cert.pem must have issued server-cert.pem, which must match the host name that QEMU connects to. "
        + "QEMU does not report the reason.";

    /// <summary>Performs the handshake as the client, and closes the connection on failure.</summary>
    public static async ValueTask<Stream> AuthenticateAsClientAsync(
        Stream plain,
        SslClientAuthenticationOptions options,
        string host,
        string endpoint,
        TimeSpan timeout,
        CancellationToken cancellationToken
    )
    {
        SslClientAuthenticationOptions copy = options.Clone();
        if (string.IsNullOrEmpty(copy.TargetHost))
        {
            copy.TargetHost = host;
        }

        CertificateValidator validator = new(copy.RemoteCertificateValidationCallback, copy.TargetHost);
        copy.RemoteCertificateValidationCallback = validator.Validate;
        try
        {
            return await AuthenticateAsync(
                    plain,
                    (stream, token) => stream.AuthenticateAsClientAsync(copy, token),
                    validator,
                    endpoint,
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException e)
        {
            throw new QmpTimeoutException(
                $"The TLS handshake at {endpoint} timed out after {timeout.TotalSeconds:0.###} s. "
                    + "The usual cause is another client: a monitor serves one client at a time. "
                    + "Disconnect the other client. A QEMU that is suspended or still starting does not respond.",
                e
            );
        }
    }

    /// <summary>Performs the handshake as the server, and closes the connection on failure.</summary>
    public static ValueTask<Stream> AuthenticateAsServerAsync(
        Stream plain,
        SslServerAuthenticationOptions options,
        string endpoint,
        CancellationToken cancellationToken
    )
    {
        SslServerAuthenticationOptions copy = options.Clone();
        CertificateValidator validator = new(copy.RemoteCertificateValidationCallback, copy.ClientCertificateRequired);
        copy.RemoteCertificateValidationCallback = validator.Validate;
        return AuthenticateAsync(
            plain,
            (stream, token) => stream.AuthenticateAsServerAsync(copy, token),
            validator,
            endpoint,
            cancellationToken
        );
    }

    private static async ValueTask<Stream> AuthenticateAsync(
        Stream plain,
        Func<SslStream, CancellationToken, Task> authenticate,
        CertificateValidator validator,
        string endpoint,
        CancellationToken cancellationToken
    )
    {
        SslStream stream = new(new GatheringStream(plain));
        try
        {
            await authenticate(stream, cancellationToken).ConfigureAwait(false);
            return new TlsStream(stream);
        }
        catch (Exception e)
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            if (e is AuthenticationException or IOException)
            {
                throw new QmpConnectionException(
                    $"The TLS handshake at {endpoint} failed. {validator.RejectionReason ?? Explain(e)}",
                    e
                )
                {
                    // An I/O error means that the peer is gone, for example because QEMU exited.
                    IsTransient = e is IOException && validator.RejectionReason is null,
                };
            }

            throw;
        }
    }

    private static string Explain(Exception failure) =>
        $"{failure.GetBaseException().Message.TrimEnd('.')}. Either the peer rejected the certificate of this side "
        + "(both sides need the same ca-cert.pem), or the peer does not use TLS: its chardev needs tls-creds=.";
}
