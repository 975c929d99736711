namespace QmpGen.Tests;

/// <summary>A test that talks to a real <c>qemu-storage-daemon</c>, which a QEMU that was built by hand may not have
/// beside it.</summary>
/// <param name="release">The release that the test is about, such as <c>7.2</c>; null for any.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class StorageDaemonFactAttribute(string? release = null)
    : ProgramFactAttribute("qemu-storage-daemon", "qemu-system-common", RealQemu.StorageDaemonVersion, release);
