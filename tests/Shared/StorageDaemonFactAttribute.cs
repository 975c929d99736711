namespace QmpGen.Tests;

/// <summary>Marks a test that needs a real <c>qemu-storage-daemon</c>.</summary>
/// <param name="releases">The releases that the test supports, such as <c>7.2</c>; empty for any.</param>
/// <remarks>A QEMU built from source may lack the daemon.</remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class StorageDaemonFactAttribute(params string[] releases)
    : ProgramFactAttribute("qemu-storage-daemon", "qemu-system-common", RealQemu.StorageDaemonVersion, releases);
