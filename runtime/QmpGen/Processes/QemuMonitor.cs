namespace QmpGen;

/// <summary>The monitor of a QEMU that we have started. QEMU connects once, so that there is one connection to be
/// had.</summary>
internal sealed class QemuMonitor(QemuProcess qemu) : QmpEndpoint
{
    internal override bool IsReusable => false;

    public override string ToString() => $"the monitor of {qemu}";

    internal override ValueTask<Stream> OpenAsync(QmpClientOptions options, CancellationToken cancellationToken) =>
        qemu.TakeConnectionAsync(cancellationToken);

    internal override string ExplainSilence(QmpClientOptions options, string usualCause) => qemu.ExplainSilence();

    internal override ValueTask<string?> ExplainEndAsync() => qemu.ExplainEndAsync();
}
