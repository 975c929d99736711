using QmpGen;

namespace Tour;

/// <summary>A real QEMU without devices, killed when it is disposed.</summary>
internal sealed class QemuMachine(string binary) : Machine
{
    private readonly QemuProcess _qemu = QemuProcess.Start(binary, ["-M", "none", "-nodefaults", "-display", "none"]);

    public override string Description => $"{_qemu}, started by QemuProcess";

    public override QmpEndpoint Endpoint => _qemu.Monitor;

    /// <summary>Finds a <c>qemu-system-*</c> on the PATH.</summary>
    /// <remarks>Prefers x86_64, because the bindings are generated from its schema.</remarks>
    /// <returns>The path, or null if there is none.</returns>
    public static string? Find() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "qemu-system-*").Order(StringComparer.Ordinal))
            .OrderByDescending(path => path.EndsWith("x86_64", StringComparison.Ordinal))
            .FirstOrDefault();

    public override ValueTask DisposeAsync() => _qemu.DisposeAsync();
}
