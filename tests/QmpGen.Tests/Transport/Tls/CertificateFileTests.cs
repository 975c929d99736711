using System.Security.Cryptography;

namespace QmpGen.Tests;

/// <summary>Reading certificates in QEMU's directory layout.</summary>
public sealed class CertificateFileTests : IDisposable
{
    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("qmpgen-");
    private readonly TestAuthority _authority = new();
    private readonly string _directory;

    public CertificateFileTests() => _directory = _authority.CreateDirectory(_parent.FullName);

    public void Dispose()
    {
        _authority.Dispose();
        _parent.Delete(recursive: true);
    }

    [Fact]
    public void ClientOptions_WithoutClientCertificate_HaveNone() =>
        Assert.Null(QmpTls.CreateClientOptions(_directory).ClientCertificateContext);

    [Fact]
    public void ClientOptions_WithClientCertificate_HaveIt()
    {
        _authority.AddClient(_directory);
        Assert.NotNull(QmpTls.CreateClientOptions(_directory).ClientCertificateContext);
    }

    [Fact]
    public void ClientOptions_WithoutClientKey_Throws()
    {
        _authority.AddClient(_directory);
        File.Delete(Path.Combine(_directory, "client-key.pem"));
        Assert.EndsWith(
            "client-key.pem",
            Assert.Throws<FileNotFoundException>(() => QmpTls.CreateClientOptions(_directory)).FileName,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void ServerOptions_WithoutServerCertificate_Throws()
    {
        Assert.Contains(
            "server-cert.pem",
            Assert.Throws<FileNotFoundException>(() => QmpTls.CreateServerOptions(_directory)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void ServerOptions_Always_RequireAClientCertificate()
    {
        _authority.AddServer(_directory);
        Assert.True(QmpTls.CreateServerOptions(_directory).ClientCertificateRequired);
    }

    [Fact]
    public void Options_WithoutAuthority_Throw()
    {
        _authority.AddServer(_directory);
        File.Delete(Path.Combine(_directory, "ca-cert.pem"));
        Assert.Throws<FileNotFoundException>(() => QmpTls.CreateClientOptions(_directory));
        Assert.Throws<FileNotFoundException>(() => QmpTls.CreateServerOptions(_directory));
    }

    [Theory]
    [InlineData("ca-cert.pem", "")]
    [InlineData("ca-cert.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    [InlineData("server-cert.pem", "not PEM")]
    [InlineData("server-key.pem", "not PEM")]
    public void Options_WithInvalidFile_ThrowWithItsName(string name, string content)
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
    public void Options_WithRevocationList_Throw()
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
