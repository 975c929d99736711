using QmpGen;
using QmpGen.Testing;

namespace Lab;

/// <summary>Acts as a machine that migrates, for computers without QEMU.</summary>
internal static class PlayedMachine
{
    private static readonly QmpTestMigration s_migration = new()
    {
        Total = 64 << 20,
        Duration = TimeSpan.FromSeconds(1),
    };

    /// <summary>Starts an embedded server that plays one side of a migration.</summary>
    public static (IAsyncDisposable Machine, QmpEndpoint Monitor) Start(bool isIncoming)
    {
        using StreamReader schema = new(typeof(PlayedMachine).Assembly.GetManifestResourceStream("schema.json")!);
        QmpTestServer server = QmpTestServer.Start(schema.ReadToEnd()).PlayMigration(s_migration);
        server.On("query-status", _ => CreateStatus(isIncoming, IsMigrated(server)));
        return (server, server.Endpoint);
    }

    // The run state changes with the command, because the lab reads it only before and after the migration.
    private static bool IsMigrated(QmpTestServer server) =>
        server.Calls.Any(call => call.Command is "migrate" or "migrate-incoming");

    private static QmpValue CreateStatus(bool isIncoming, bool isMigrated)
    {
        bool isRunning = isIncoming == isMigrated;
        string stopped = isIncoming ? "inmigrate" : "postmigrate";
        return new QmpObject
        {
            ["status"] = isRunning ? "running" : stopped,
            ["running"] = isRunning,
            ["singlestep"] = false,
        }!;
    }
}
