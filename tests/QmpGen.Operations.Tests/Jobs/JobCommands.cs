namespace QmpGen.Operations.Tests;

/// <summary>Arguments of commands that start jobs.</summary>
internal static class JobCommands
{
    public static JobOptions Options { get; } = new() { PollInterval = TimeSpan.FromMilliseconds(100) };

    /// <summary>Copies everything from 'source' to 'target'. A mirror has the same arguments.</summary>
    public static QmpValue Backup { get; } =
        QmpValue.Parse("""{"device": "source", "target": "target", "sync": "full"}""");

    /// <summary>A backup that takes minutes.</summary>
    public static QmpValue SlowBackup { get; } =
        QmpValue.Parse("""{"device": "source", "target": "target", "sync": "full", "speed": 65536}""");

    /// <summary>A backup that is pending before it ends.</summary>
    public static QmpValue ManualBackup { get; } =
        QmpValue.Parse("""{"device": "source", "target": "target", "sync": "full", "auto-finalize": false}""");

    /// <summary>Creates a file of 1 MiB.</summary>
    public static QmpValue Create(string path)
    {
        QmpObject options = new()
        {
            ["driver"] = "file",
            ["filename"] = path,
            ["size"] = 1048576,
        };
        return new QmpObject { ["options"] = options }!;
    }
}
