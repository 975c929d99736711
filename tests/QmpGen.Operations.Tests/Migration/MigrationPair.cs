namespace QmpGen.Operations.Tests;

/// <summary>A QEMU with a guest that runs, and a second QEMU that can receive the guest.</summary>
internal sealed class MigrationPair : IAsyncDisposable
{
    // The memory of the guest has 32 MiB, so a migration takes minutes.
    private const int SlowBytesPerSecond = 50_000;

    private readonly DirectoryInfo _directory;

    private MigrationPair(DirectoryInfo directory, OperationQemu source, OperationQemu destination)
    {
        _directory = directory;
        Source = source;
        Destination = destination;
    }

    public OperationQemu Source { get; }

    public OperationQemu Destination { get; }

    public static async Task<MigrationPair> StartAsync()
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("qmpgen-");
        string[] machine = [.. BootSector.CreateArguments(Path.Combine(directory.FullName, "boot.img")), "-nodefaults"];
        OperationQemu destination = await OperationQemu.StartAsync([.. machine, "-incoming", "defer"]);
        OperationQemu source = await OperationQemu.StartAsync(machine);
        await BootSector.WaitUntilRunningAsync(source.Client);
        return new MigrationPair(directory, source, destination);
    }

    /// <summary>Creates an address for the connection between the two QEMUs.</summary>
    public string CreateAddress(string name) => $"unix:{Path.Combine(_directory.FullName, name)}";

    /// <summary>Options with capabilities, for a migration that takes longer than the test.</summary>
    public static MigrationOptions CreateSlow(params string[] capabilities) =>
        new()
        {
            Capabilities = capabilities.ToDictionary(name => name, _ => true),
            Parameters = new QmpObject
            {
                ["max-bandwidth"] = SlowBytesPerSecond,
                ["max-postcopy-bandwidth"] = SlowBytesPerSecond,
            },
            PollInterval = TimeSpan.FromMilliseconds(100),
        };

    /// <summary>Removes the limits of the bandwidth.</summary>
    public Task HurryAsync() =>
        Source.ExecuteAsync("migrate-set-parameters", """{"max-bandwidth": 1073741824, "max-postcopy-bandwidth": 0}""");

    /// <summary>Asserts that the guest runs on the destination only.</summary>
    public async Task AssertMovedAsync()
    {
        Assert.Equal("postmigrate", (await Source.ExecuteAsync("query-status"))["status"].GetString());
        await BootSector.WaitUntilRunningAsync(Destination.Client);
    }

    /// <summary>Asserts that the guest still runs on the source.</summary>
    public Task AssertStayedAsync() => BootSector.WaitUntilRunningAsync(Source.Client);

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await Destination.DisposeAsync();
        _directory.Delete(recursive: true);
    }
}
