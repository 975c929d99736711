namespace QmpGen.Operations.Tests;

/// <summary>Starts test servers with the schema of a release of QEMU.</summary>
internal static class OperationServer
{
    public static QmpTestServer Start(string release = "7.2") => StartWith($"qemu-{release}.json");

    /// <summary>Starts a server that acts as a guest agent.</summary>
    public static QmpTestServer StartGuestAgent() => StartWith("qga-7.2.json");

    private static QmpTestServer StartWith(string schema) =>
        QmpTestServer.Start(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "schema", schema)));
}
