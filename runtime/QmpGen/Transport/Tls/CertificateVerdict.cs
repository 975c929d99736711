using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace QmpGen;

/// <summary>Judges the other side's certificate as the user's options say, and keeps the reason of a refusal for the
/// message.</summary>
internal sealed class CertificateVerdict
{
    private readonly RemoteCertificateValidationCallback? _judge;
    private readonly bool _certificateRequired;
    private readonly string? _host;

    /// <summary>A client's verdict.</summary>
    public CertificateVerdict(RemoteCertificateValidationCallback? judge, string host)
        : this(judge, certificateRequired: true) => _host = host;

    /// <summary>A server's verdict.</summary>
    public CertificateVerdict(RemoteCertificateValidationCallback? judge, bool certificateRequired)
    {
        _judge = judge;
        _certificateRequired = certificateRequired;
    }

    /// <summary>Why the certificate was refused, as whole sentences; null where it was not.</summary>
    public string? Refusal { get; private set; }

    public bool Judge(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        bool accepted = _judge is null ? IsFine(errors) : _judge(sender, certificate, chain, errors);
        Refusal = accepted ? null : Explain(certificate as X509Certificate2, chain, errors);
        return accepted;
    }

    // As it is where there is no callback: a server that requires no certificate takes the lack of one.
    private bool IsFine(SslPolicyErrors errors) =>
        (_certificateRequired ? errors : errors & ~SslPolicyErrors.RemoteCertificateNotAvailable)
        == SslPolicyErrors.None;

    private string Explain(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null)
        {
            return "The other side presented no certificate. QEMU's tls-creds-x509 needs client-cert.pem and client-key.pem in its dir= to call in.";
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
        {
            return $"The other side's certificate ({certificate.Subject}) is refused: {ExplainChain(certificate, chain)}";
        }

        return errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
            ? $"QEMU's certificate ({certificate.Subject}, for {Names(certificate)}) is not for the host '{_host}'. Connect to a name that it is for, set "
                + $"{nameof(SslClientAuthenticationOptions.TargetHost)} to one, or make a certificate for this host."
            : $"The other side's certificate ({certificate.Subject}) was refused by this program's own {nameof(RemoteCertificateValidationCallback)}.";
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
            return $"this side does not trust who issued it ({certificate.Issuer}). Both sides need the same ca-cert.pem.";
        }

        if (all.HasFlag(X509ChainStatusFlags.NotTimeValid))
        {
            return $"it, or its issuer's, has expired or is not valid yet (this one holds from {Day(certificate.NotBefore)} to {Day(certificate.NotAfter)}). "
                + "Renew it, or set the clock.";
        }

        return all.HasFlag(X509ChainStatusFlags.NotValidForUsage)
            ? "it is not made for this side of a connection. A server's needs the extended key usage serverAuth, a client's clientAuth."
            : string.Join(' ', (chain?.ChainStatus ?? []).Select(status => status.StatusInformation.Trim()));
    }

    private static string Day(DateTime time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Names(X509Certificate2 certificate)
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
