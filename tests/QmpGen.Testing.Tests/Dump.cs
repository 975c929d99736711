namespace QmpGen.Testing.Tests;

/// <summary>The schema that the tests serve.</summary>
internal static class Dump
{
    public static string Qemu72 { get; } = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "schema", "qemu-7.2.json"));
}
