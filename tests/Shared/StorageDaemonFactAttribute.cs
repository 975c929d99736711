namespace QmpGen.Tests;

/// <summary>Marks a test that needs a real <c>qemu-storage-daemon</c>.</summary>
/// <param name="release">The release that the test requires, such as <c>7.2</c>; null for any.</param>
/// <remarks>A QEMU built from source may lack the daemon.</remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class StorageDaemonFactAttribute(string? release = null)
    : ProgramFactAttribute("qemu-storage-daemon", "qemu-system-common", RealQemu.StorageDaemonVersion, release);
