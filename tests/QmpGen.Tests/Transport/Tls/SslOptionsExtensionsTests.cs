using System.Net.Security;
using System.Reflection;
using System.Runtime.Versioning;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace QmpGen.Tests;

[SupportedOSPlatform("linux")]
public sealed class SslOptionsExtensionsTests : IDisposable
{
    private readonly X509Certificate2 _certificate = CreateCertificate();

    [LinuxFact]
    public void Clone_OfClientOptions_CopiesEveryProperty()
    {
        SslClientAuthenticationOptions options = new();
        SetEveryProperty(options);
        AssertSameProperties(options, options.Clone());
    }

    [LinuxFact]
    public void Clone_OfServerOptions_CopiesEveryProperty()
    {
        SslServerAuthenticationOptions options = new();
        SetEveryProperty(options);
        AssertSameProperties(options, options.Clone());
    }

    public void Dispose() => _certificate.Dispose();

    /// <summary>Sets each property to another value than its default, so that a forgotten one is noticed.</summary>
    private void SetEveryProperty(object options)
    {
        foreach (PropertyInfo property in options.GetType().GetProperties())
        {
            object? initial = property.GetValue(options);
            object value = CreateOther(property.PropertyType, initial);
            property.SetValue(options, value);
            Assert.NotEqual(initial, property.GetValue(options));
        }
    }

    private object CreateOther(Type type, object? initial) =>
        type switch
        {
            _ when type == typeof(bool) => !(bool)initial!,
            _ when type == typeof(string) => "host",
            _ when type == typeof(SslProtocols) => SslProtocols.Tls13,
            _ when type == typeof(X509RevocationMode) => X509RevocationMode.Offline,
#pragma warning disable SYSLIB0040 // The copy must preserve obsolete values too.
            _ when type == typeof(EncryptionPolicy) => EncryptionPolicy.AllowNoEncryption,
#pragma warning restore SYSLIB0040
            _ when type == typeof(CipherSuitesPolicy) => new CipherSuitesPolicy([
                TlsCipherSuite.TLS_AES_128_GCM_SHA256,
            ]),
            _ when type == typeof(SslStreamCertificateContext) => SslStreamCertificateContext.Create(
                _certificate,
                null,
                offline: true
            ),
            _ when type == typeof(X509Certificate) => _certificate,
            _ when type == typeof(RemoteCertificateValidationCallback) => (RemoteCertificateValidationCallback)(
                (_, _, _, _) => false
            ),
            _ when type == typeof(LocalCertificateSelectionCallback) => (LocalCertificateSelectionCallback)(
                (_, _, _, _, _) => _certificate
            ),
            _ when type == typeof(ServerCertificateSelectionCallback) => (ServerCertificateSelectionCallback)(
                (_, _) => _certificate
            ),
            _ => Activator.CreateInstance(type)!,
        };

    private static void AssertSameProperties(object expected, object actual)
    {
        foreach (PropertyInfo property in expected.GetType().GetProperties())
        {
            Assert.Equal(property.GetValue(expected), property.GetValue(actual));
        }
    }

    private static X509Certificate2 CreateCertificate()
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        DateTimeOffset now = DateTimeOffset.UtcNow;
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
