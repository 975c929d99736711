using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace QmpGen;

/// <summary>Creates TLS options from a directory of certificates in QEMU's layout.</summary>
/// <remarks>
/// <para>
/// The layout is that of <c>-object tls-creds-x509,dir=DIR</c>: <c>ca-cert.pem</c>, and <c>client-cert.pem</c> with
/// <c>client-key.pem</c> or <c>server-cert.pem</c> with <c>server-key.pem</c>. Keys must not be encrypted. Additional
/// certificates in a file are sent as the rest of the chain.
/// </para>
/// <para>
/// Only certificates issued by <c>ca-cert.pem</c> are trusted, not the authorities of the system. As in QEMU,
/// revocation is not checked online.
/// </para>
/// <para>The files are read once, during the call. To use renewed files, create new options.</para>
/// </remarks>
public static class QmpTls
{
    /// <summary>Creates the options of a client, for <see cref="QmpClientOptions.Tls"/>.</summary>
    /// <param name="directory">
    /// The directory with <c>ca-cert.pem</c>. If it also contains <c>client-cert.pem</c> and <c>client-key.pem</c>, the
    /// client presents that certificate. QEMU requires one by default (<c>verify-peer=on</c>).
    /// </param>
    /// <returns>The options, which can be changed until they are used.</returns>
    /// <remarks>QEMU's certificate must match the host that the client connects to.</remarks>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="CryptographicException">A file does not contain a valid certificate or key.</exception>
    public static SslClientAuthenticationOptions CreateClientOptions(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        bool hasCertificate =
            File.Exists(Path.Combine(directory, "client-cert.pem"))
            || File.Exists(Path.Combine(directory, "client-key.pem"));
        return new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = CreateTrustPolicy(directory),
            ClientCertificateContext = hasCertificate ? ReadCertificate(directory, "client") : null,
        };
    }

    /// <summary>Creates the options of a <see cref="QmpListener"/>, which is the TLS server.</summary>
    /// <param name="directory">
    /// The directory with <c>ca-cert.pem</c>, <c>server-cert.pem</c> and <c>server-key.pem</c>.
    /// </param>
    /// <returns>The options, which can be changed until they are used.</returns>
    /// <remarks>
    /// Like QEMU with <c>verify-peer=on</c>, the listener rejects peers without a client certificate issued by
    /// <c>ca-cert.pem</c>. The server certificate must match the host that QEMU connects to.
    /// </remarks>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="CryptographicException">A file does not contain a valid certificate or key.</exception>
    /// <exception cref="NotSupportedException">
    /// The directory contains <c>ca-crl.pem</c>. QEMU checks that revocation list, but this method cannot.
    /// </exception>
    public static SslServerAuthenticationOptions CreateServerOptions(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        if (Path.Combine(directory, "ca-crl.pem") is var revoked && File.Exists(revoked))
        {
            throw new NotSupportedException(
                $"{revoked} lists revoked certificates, but revocation lists are not supported. "
                    + $"Check revocation in a {nameof(RemoteCertificateValidationCallback)}, "
                    + "and create the options from a directory without this file."
            );
        }

        return new SslServerAuthenticationOptions
        {
            CertificateChainPolicy = CreateTrustPolicy(directory),
            ServerCertificateContext = ReadCertificate(directory, "server"),
            ClientCertificateRequired = true,
        };
    }

    private static X509ChainPolicy CreateTrustPolicy(string directory)
    {
        string path = RequireFile(
            directory,
            "ca-cert.pem",
            "It contains the certificate of the authority that both sides trust."
        );
        X509ChainPolicy policy = new()
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        ReadPem(
            $"{path} is not a valid PEM file",
            "Copy the certificate of the authority again.",
            () => policy.CustomTrustStore.ImportFromPemFile(path)
        );
        return policy.CustomTrustStore.Count > 0
            ? policy
            : throw new CryptographicException(
                $"{path} does not contain a PEM certificate. Copy the certificate of the authority to it."
            );
    }

    private static SslStreamCertificateContext ReadCertificate(string directory, string role)
    {
        string path = RequireFile(directory, $"{role}-cert.pem", $"It contains the certificate for {role}-key.pem.");
        string keyPath = RequireFile(directory, $"{role}-key.pem", $"It contains the private key for {role}-cert.pem.");
        X509Certificate2? certificate = null;
        X509Certificate2Collection chain = [];
        ReadPem(
            $"{path} with {keyPath} is not a valid PEM pair",
            "Issue the certificate and key again.",
            () =>
            {
                certificate = PersistKey(X509Certificate2.CreateFromPemFile(path, keyPath));
                chain.ImportFromPemFile(path);
            }
        );
        return SslStreamCertificateContext.Create(certificate!, chain, offline: true);
    }

    // TLS on Windows does not support keys that exist only in memory.
    private static X509Certificate2 PersistKey(X509Certificate2 certificate)
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

    private static string RequireFile(string directory, string name, string purpose) =>
        Path.Combine(directory, name) is var path && File.Exists(path)
            ? path
            : throw new FileNotFoundException(
                $"{path} is missing. {purpose} "
                    + "The directory needs the layout of QEMU's -object tls-creds-x509,dir=DIR.",
                path
            );

    private static void ReadPem(string failure, string remedy, Action read)
    {
        try
        {
            read();
        }
        catch (CryptographicException e)
        {
            throw new CryptographicException($"{failure}: {ToClause(e.Message)}. {remedy}", e);
        }
    }

    /// <summary>Converts a sentence into text that can follow a colon.</summary>
    private static string ToClause(string sentence) =>
        sentence is [var first, var second, ..] && char.IsLower(second)
            ? $"{char.ToLowerInvariant(first)}{sentence.AsSpan(1).TrimEnd('.')}"
            : sentence.TrimEnd('.');
}
