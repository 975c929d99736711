using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace QmpGen;

/// <summary>Validates the certificate of the peer as the user's options require, and explains a rejection.</summary>
internal sealed class CertificateValidator
{
    private readonly RemoteCertificateValidationCallback? _callback;
    private readonly bool _isCertificateRequired;
    private readonly string? _host;

    /// <summary>Initializes a validator for a client.</summary>
    public CertificateValidator(RemoteCertificateValidationCallback? callback, string host)
        : this(callback, isCertificateRequired: true) => _host = host;

    /// <summary>Initializes a validator for a server.</summary>
    public CertificateValidator(RemoteCertificateValidationCallback? callback, bool isCertificateRequired)
    {
        _callback = callback;
        _isCertificateRequired = isCertificateRequired;
    }

    /// <summary>The reason of the rejection, as complete sentences, or null if the certificate was accepted.</summary>
    public string? RejectionReason { get; private set; }

    public bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        bool isAccepted = _callback is null ? IsAcceptable(errors) : _callback(sender, certificate, chain, errors);
        RejectionReason = isAccepted ? null : Explain(certificate as X509Certificate2, chain, errors);
        return isAccepted;
    }

    // The default of .NET: a server that does not require a certificate accepts a missing one.
    private bool IsAcceptable(SslPolicyErrors errors) =>
        (_isCertificateRequired ? errors : errors & ~SslPolicyErrors.RemoteCertificateNotAvailable)
        == SslPolicyErrors.None;

    private string Explain(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null)
        {
            return "The peer did not present a certificate. To connect, QEMU's tls-creds-x509 needs client-cert.pem "
                + "and client-key.pem in its dir=.";
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
        {
            return $"The peer's certificate ({certificate.Subject}) was rejected: {ExplainChain(certificate, chain)}";
        }

        return errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
            ? $"QEMU's certificate ({certificate.Subject}, valid for {FormatNames(certificate)}) does not match the "
                + $"host '{_host}'. Connect to a name in the certificate, set "
                + $"{nameof(SslClientAuthenticationOptions.TargetHost)} to it, or issue a certificate for this host."
            : $"The peer's certificate ({certificate.Subject}) was rejected by this program's "
                + $"{nameof(RemoteCertificateValidationCallback)}.";
    }

    private static string ExplainChain(X509Certificate2 certificate, X509Chain? chain)
    {
        X509ChainStatusFlags all = X509ChainStatusFlags.NoError;
        foreach (X509ChainStatus status in chain?.ChainStatus ?? [])
        {
            all |= status.Status;
        }

        if (
            (
                all
                & (
                    X509ChainStatusFlags.PartialChain
                    | X509ChainStatusFlags.UntrustedRoot
                    | X509ChainStatusFlags.NotSignatureValid
                )
            ) != 0
        )
        {
            return $"its issuer ({certificate.Issuer}) is not trusted. Both sides need the same ca-cert.pem.";
        }

        if (all.HasFlag(X509ChainStatusFlags.NotTimeValid))
        {
            return "it or its issuer's certificate has expired or is not valid yet. "
                + $"The peer's certificate is valid from {FormatDate(certificate.NotBefore)} to "
                + $"{FormatDate(certificate.NotAfter)}. Renew the expired certificate or correct the clock.";
        }

        return all.HasFlag(X509ChainStatusFlags.NotValidForUsage)
            ? "it is not valid for this side of a connection. A server certificate needs the extended key usage "
                + "serverAuth, a client certificate clientAuth."
            : string.Join(' ', (chain?.ChainStatus ?? []).Select(status => status.StatusInformation.Trim()));
    }

    private static string FormatDate(DateTime time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string FormatNames(X509Certificate2 certificate)
    {
        X509SubjectAlternativeNameExtension? names = certificate
            .Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .FirstOrDefault();
        string text = names is null
            ? ""
            : string.Join(
                ", ",
                [.. names.EnumerateDnsNames(), .. names.EnumerateIPAddresses().Select(address => address.ToString())]
            );
        return text.Length > 0 ? text : "no name";
    }
}
