namespace QmpGen.Operations.Tests;

/// <summary>Starts test servers with the schema of a release of QEMU.</summary>
internal static class OperationServer
{
    public static QmpTestServer Start(string release = "7.2") => QmpTestServer.Start(ReadSchema(release));

    public static string ReadSchema(string release) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "schema", $"qemu-{release}.json"));
}
