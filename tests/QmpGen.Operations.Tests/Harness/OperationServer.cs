namespace QmpGen.Operations.Tests;

/// <summary>Starts test servers with the schema of a release of QEMU.</summary>
internal static class OperationServer
{
    public static QmpTestServer Start(string release = "7.2") => QmpTestServer.Start(ReadSchema(release));

    /// <summary>Starts a server that acts as a guest agent.</summary>
    public static QmpTestServer StartGuestAgent() => QmpTestServer.Start(ReadFile("qga-7.2.json"));

    public static string ReadSchema(string release) => ReadFile($"qemu-{release}.json");

    private static string ReadFile(string name) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "schema", name));
}
