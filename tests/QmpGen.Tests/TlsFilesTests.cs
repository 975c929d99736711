using System.Security.Cryptography;

namespace QmpGen.Tests;

/// <summary>Reading QEMU's layout of certificates.</summary>
public sealed class TlsFilesTests : IDisposable
{
    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("qmpgen-");
    private readonly TestAuthority _authority = new();
    private readonly string _directory;

    public TlsFilesTests() => _directory = _authority.CreateDirectory(_parent.FullName);

    public void Dispose()
    {
        _authority.Dispose();
        _parent.Delete(recursive: true);
    }

    [Fact]
    public void A_client_needs_no_certificate_but_half_of_one_is_refused()
    {
        Assert.Null(QmpTls.CreateClientOptions(_directory).ClientCertificateContext);
        _authority.AddClient(_directory);
        Assert.NotNull(QmpTls.CreateClientOptions(_directory).ClientCertificateContext);
        File.Delete(Path.Combine(_directory, "client-key.pem"));
        Assert.EndsWith(
            "client-key.pem",
            Assert.Throws<FileNotFoundException>(() => QmpTls.CreateClientOptions(_directory)).FileName,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_server_needs_a_certificate_and_demands_one()
    {
        Assert.Contains(
            "server-cert.pem is missing",
            Assert.Throws<FileNotFoundException>(() => QmpTls.CreateServerOptions(_directory)).Message,
            StringComparison.Ordinal
        );
        _authority.AddServer(_directory);
        Assert.True(QmpTls.CreateServerOptions(_directory).ClientCertificateRequired);
    }

    [Fact]
    public void The_authority_is_needed_by_both()
    {
        _authority.AddServer(_directory);
        File.Delete(Path.Combine(_directory, "ca-cert.pem"));
        Assert.Throws<FileNotFoundException>(() => QmpTls.CreateClientOptions(_directory));
        Assert.Throws<FileNotFoundException>(() => QmpTls.CreateServerOptions(_directory));
    }

    [Theory]
    [InlineData("ca-cert.pem", "")]
    [InlineData("ca-cert.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    [InlineData("server-cert.pem", "no PEM")]
    [InlineData("server-key.pem", "no PEM")]
    public void A_file_that_is_something_else_is_named(string name, string content)
    {
        _authority.AddServer(_directory);
        File.WriteAllText(Path.Combine(_directory, name), content);
        Assert.Contains(
            name,
            Assert.Throws<CryptographicException>(() => QmpTls.CreateServerOptions(_directory)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_list_of_revoked_certificates_is_not_passed_over()
    {
        _authority.AddServer(_directory);
        File.WriteAllText(Path.Combine(_directory, "ca-crl.pem"), "");
        Assert.Contains(
            "ca-crl.pem",
            Assert.Throws<NotSupportedException>(() => QmpTls.CreateServerOptions(_directory)).Message,
            StringComparison.Ordinal
        );
    }
}
