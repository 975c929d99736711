using System.Net.Security;
using System.Runtime.CompilerServices;
using System.Security.Authentication;

namespace QmpGen;

/// <summary>Puts TLS on a connection, and says why where that fails.</summary>
internal static class TlsHandshake
{
    /// <summary>What it means that a QEMU that listens ends a connection after the handshake.</summary>
    public const string RefusedByServer =
        "With TLS 1.3 a client learns only now that its certificate is missing or refused, after a handshake that seemed to succeed. QEMU with verify-peer=on, "
        + "its default, demands a certificate that its ca-cert.pem has issued for clients: give client-cert.pem and client-key.pem by QmpClientOptions.Tls. "
        + "QEMU itself tells nobody.";

    /// <summary>What it means that a QEMU that called in ends a connection after the handshake.</summary>
    public const string RefusedByClient =
        "The QEMU that called in ended the connection after the handshake of TLS: it refused this side's certificate, or has no monitor on that chardev. "
        + "Its ca-cert.pem must be the one that issued server-cert.pem, which must be for the host name that QEMU calls. QEMU itself tells nobody.";

    /// <summary>Plays the client. The connection is closed where that fails.</summary>
    public static async ValueTask<Stream> AsClientAsync(
        Stream plain,
        SslClientAuthenticationOptions options,
        string host,
        string endpoint,
        TimeSpan limit,
        CancellationToken cancellationToken
    )
    {
        SslClientAuthenticationOptions own = Copy(options);
        if (string.IsNullOrEmpty(own.TargetHost))
        {
            own.TargetHost = host;
        }

        CertificateVerdict verdict = new(own.RemoteCertificateValidationCallback, own.TargetHost);
        own.RemoteCertificateValidationCallback = verdict.Judge;
        try
        {
            return await AuthenticateAsync(
                    plain,
                    (stream, token) => stream.AuthenticateAsClientAsync(own, token),
                    verdict,
                    endpoint,
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException e)
        {
            throw new QmpTimeoutException(
                $"Waited {limit.TotalSeconds:0.###} s for the handshake of TLS ({endpoint}). A monitor serves one client at a time, and lets every other one "
                    + "wait: the usual cause is another client that is still connected.",
                e
            );
        }
    }

    /// <summary>Plays the server. The connection is closed where that fails.</summary>
    public static ValueTask<Stream> AsServerAsync(
        Stream plain,
        SslServerAuthenticationOptions options,
        string endpoint,
        CancellationToken cancellationToken
    )
    {
        SslServerAuthenticationOptions own = Copy(options);
        CertificateVerdict verdict = new(own.RemoteCertificateValidationCallback, own.ClientCertificateRequired);
        own.RemoteCertificateValidationCallback = verdict.Judge;
        return AuthenticateAsync(
            plain,
            (stream, token) => stream.AuthenticateAsServerAsync(own, token),
            verdict,
            endpoint,
            cancellationToken
        );
    }

    private static async ValueTask<Stream> AuthenticateAsync(
        Stream plain,
        Func<SslStream, CancellationToken, Task> authenticate,
        CertificateVerdict verdict,
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
                    $"The handshake of TLS failed ({endpoint}): {verdict.Refusal ?? ExplainOther(e)}",
                    e
                );
            }

            throw;
        }
    }

    private static string ExplainOther(Exception failure)
    {
        Exception innermost = failure.GetBaseException();
        return $"{innermost.Message.TrimEnd('.')}. Either the other side refused this side's certificate (both need the same ca-cert.pem), or it does not speak TLS "
            + "there: its chardev needs tls-creds=.";
    }

    /// <summary>A copy with every property, those of later releases included. The original is the user's.</summary>
    private static T Copy<T>(T options)
        where T : class => (T)MemberwiseClone(options);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = nameof(MemberwiseClone))]
    private static extern object MemberwiseClone(object original);
}
