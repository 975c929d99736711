using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace QmpGen;

/// <summary>
/// Makes TLS options from a directory of certificates in the layout of QEMU's own <c>-object
/// tls-creds-x509,dir=DIR</c>: <c>ca-cert.pem</c>, and
/// <c>client-cert.pem</c> with <c>client-key.pem</c>, or <c>server-cert.pem</c> with <c>server-key.pem</c>.
/// </summary>
/// <remarks>
/// Only what <c>ca-cert.pem</c> has issued is trusted; the system's own authorities are not. Revocation is not checked:
/// an authority of one's own
/// has no server that could be asked, and QEMU asks none either. What a certificate file holds behind the first
/// certificate is sent along as the
/// rest of its chain. The files are read once, at the call; make the options anew to renew them. Keys must not be
/// encrypted.
/// </remarks>
public static class QmpTls
{
    /// <summary>The options of a client that connects to a QEMU that listens:
    /// <see cref="QmpClientOptions.Tls"/>.</summary>
    /// <param name="directory">Where <c>ca-cert.pem</c> is. A client certificate is presented where
    /// <c>client-cert.pem</c> and <c>client-key.pem</c> are there
    /// too; QEMU's <c>verify-peer=on</c>, its default, demands one.</param>
    /// <returns>The options, which may be changed until they are used. QEMU's certificate must be for the host that is
    /// connected to.</returns>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="CryptographicException">A file is not what its name says.</exception>
    public static SslClientAuthenticationOptions CreateClientOptions(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        bool hasCertificate =
            File.Exists(Path.Combine(directory, "client-cert.pem"))
            || File.Exists(Path.Combine(directory, "client-key.pem"));
        return new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = TrustOnly(directory),
            ClientCertificateContext = hasCertificate ? ReadCertificate(directory, "client") : null,
        };
    }

    /// <summary>The options of a <see cref="QmpListener"/> at which QEMU calls in. Who has no certificate that
    /// <c>ca-cert.pem</c> has issued for clients is
    /// turned away, as QEMU does by <c>verify-peer=on</c>.</summary>
    /// <param name="directory">Where <c>ca-cert.pem</c>, <c>server-cert.pem</c> and <c>server-key.pem</c> are. QEMU
    /// demands that the certificate is for the
    /// host that it calls.</param>
    /// <returns>The options, which may be changed until they are used.</returns>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="CryptographicException">A file is not what its name says.</exception>
    /// <exception cref="NotSupportedException">There is a <c>ca-crl.pem</c>, which QEMU would heed: those whose
    /// certificates it revokes would be let in.</exception>
    public static SslServerAuthenticationOptions CreateServerOptions(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        if (Path.Combine(directory, "ca-crl.pem") is var revoked && File.Exists(revoked))
        {
            throw new NotSupportedException(
                $"{revoked} revokes certificates, and is not read here: their owners would be let in. Check them in a {nameof(RemoteCertificateValidationCallback)} "
                    + "of your own, with the options made from a directory without that file."
            );
        }

        return new SslServerAuthenticationOptions
        {
            CertificateChainPolicy = TrustOnly(directory),
            ServerCertificateContext = ReadCertificate(directory, "server"),
            ClientCertificateRequired = true,
        };
    }

    private static X509ChainPolicy TrustOnly(string directory)
    {
        string path = Existing(
            directory,
            "ca-cert.pem",
            "It holds the certificate of the authority that both sides trust."
        );
        X509ChainPolicy policy = new()
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        Read(path, () => policy.CustomTrustStore.ImportFromPemFile(path));
        return policy.CustomTrustStore.Count > 0
            ? policy
            : throw new CryptographicException($"{path} holds no certificate in PEM.");
    }

    private static SslStreamCertificateContext ReadCertificate(string directory, string role)
    {
        string path = Existing(
            directory,
            $"{role}-cert.pem",
            $"It holds the certificate that belongs to {role}-key.pem."
        );
        string keyPath = Existing(
            directory,
            $"{role}-key.pem",
            $"It holds the private key that belongs to {role}-cert.pem."
        );
        X509Certificate2? certificate = null;
        X509Certificate2Collection chain = [];
        Read(
            $"{path} with {keyPath}",
            () =>
            {
                certificate = Persistent(X509Certificate2.CreateFromPemFile(path, keyPath));
                chain.ImportFromPemFile(path);
            }
        );
        return SslStreamCertificateContext.Create(certificate!, chain, offline: true);
    }

    // Windows' TLS takes no key that exists in memory only.
    private static X509Certificate2 Persistent(X509Certificate2 certificate)
    {
        if (!OperatingSystem.IsWindows())
        {
            return certificate;
        }

        using (certificate)
        {
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
        }
    }

    private static string Existing(string directory, string name, string purpose) =>
        Path.Combine(directory, name) is var path && File.Exists(path)
            ? path
            : throw new FileNotFoundException(
                $"{path} is missing. {purpose} The layout is that of QEMU's -object tls-creds-x509,dir=DIR.",
                path
            );

    private static void Read(string what, Action read)
    {
        try
        {
            read();
        }
        catch (CryptographicException e)
        {
            throw new CryptographicException($"{what} cannot be read as PEM: {e.Message}", e);
        }
    }
}
