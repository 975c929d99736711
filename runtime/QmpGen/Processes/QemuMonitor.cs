namespace QmpGen;

/// <summary>The monitor of a QEMU that this program started, for a single connection.</summary>
internal sealed class QemuMonitor(QemuProcess qemu) : QmpEndpoint
{
    internal override bool IsReusable => false;

    public override string ToString() => $"the monitor of {qemu}";

    internal override ValueTask<Stream> OpenAsync(TransportOptions options, CancellationToken cancellationToken) =>
        qemu.AcceptConnectionAsync(cancellationToken);

    internal override string ExplainSilence(TransportOptions options, string usualCause) => qemu.ExplainSilence();

    internal override ValueTask<string?> ExplainEndAsync() => qemu.ExplainEndAsync();
}
