using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace QmpGen.Tests;

/// <summary>A certificate authority that creates directories in the layout of QEMU's <c>tls-creds-x509</c>.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _certificate;

    public TestAuthority()
    {
        CertificateRequest request = new("CN=QmpGen test authority", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true)
        );
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        _certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddYears(-2), DateTimeOffset.UtcNow.AddYears(1));
    }

    /// <summary>Creates a subdirectory that trusts this authority.</summary>
    /// <returns>Its path.</returns>
    public string CreateDirectory(string parent)
    {
        string directory = Directory.CreateDirectory(Path.Combine(parent, Guid.NewGuid().ToString("N"))).FullName;
        File.WriteAllText(Path.Combine(directory, "ca-cert.pem"), _certificate.ExportCertificatePem());
        return directory;
    }

    /// <summary>Adds a server's certificate to a directory.</summary>
    /// <param name="directory">The path of the directory.</param>
    /// <param name="host">The host name or address in the certificate.</param>
    /// <param name="expired">Whether the certificate has expired.</param>
    /// <returns>The directory.</returns>
    public string AddServer(string directory, string host = "127.0.0.1", bool expired = false) =>
        Add(directory, "server", "1.3.6.1.5.5.7.3.1", host, expired);

    /// <summary>Adds a client's certificate to a directory.</summary>
    public string AddClient(string directory) =>
        Add(directory, "client", "1.3.6.1.5.5.7.3.2", "test-client", expired: false);

    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
    }

    private string Add(string directory, string role, string usage, string host, bool expired)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN=QmpGen test {role}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        if (IPAddress.TryParse(host, out IPAddress? address))
        {
            names.AddIpAddress(address);
        }
        else
        {
            names.AddDnsName(host);
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(
                X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment,
                critical: true
            )
        );
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false));
        DateTimeOffset now = DateTimeOffset.UtcNow;
        using X509Certificate2 certificate = request.Create(
            _certificate,
            now.AddYears(-1),
            expired ? now.AddDays(-1) : now.AddMonths(1),
            RandomNumberGenerator.GetBytes(8)
        );
        File.WriteAllText(Path.Combine(directory, $"{role}-cert.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(directory, $"{role}-key.pem"), key.ExportPkcs8PrivateKeyPem());
        return directory;
    }
}
