namespace QmpGen.Testing.Tests;

/// <summary>The schemas that the tests serve.</summary>
internal static class Dump
{
    public static string Qemu72 { get; } = Read("qemu-7.2.json");

    public static string StorageDaemon72 { get; } = Read("qemu-storage-daemon-7.2.json");

    private static string Read(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "schema", name));
}
