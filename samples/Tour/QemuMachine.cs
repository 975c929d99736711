using QmpGen;

namespace Tour;

/// <summary>A real QEMU, started without a machine in it. It connects to us by itself, and is killed when it is
/// disposed of.</summary>
internal sealed class QemuMachine(string binary) : Machine
{
    private readonly QemuProcess _qemu = QemuProcess.Start(binary, ["-M", "none", "-nodefaults", "-display", "none"]);

    public override string Description => $"{_qemu}, started by QemuProcess";

    public override QmpEndpoint Endpoint => _qemu.Monitor;

    /// <summary>The first <c>qemu-system-*</c> on the PATH, that for x86_64 preferred, whose schema the bindings are
    /// made from.</summary>
    public static string? Find() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "qemu-system-*").Order(StringComparer.Ordinal))
            .OrderByDescending(path => path.EndsWith("x86_64", StringComparison.Ordinal))
            .FirstOrDefault();

    public override ValueTask DisposeAsync() => _qemu.DisposeAsync();
}
