namespace Tour;

/// <summary>Something with a monitor to connect to.</summary>
internal abstract class Machine : IAsyncDisposable
{
    /// <summary>What it is, in words.</summary>
    public abstract string Description { get; }

    /// <summary>Where its monitor listens.</summary>
    public abstract string Endpoint { get; }

    /// <summary>Starts a real QEMU where there is one, the embedded server otherwise.</summary>
    public static async Task<Machine> StartAsync() =>
        QemuMachine.Find() is { } binary ? await QemuMachine.StartAsync(binary) : new EmbeddedMachine();

    public abstract ValueTask DisposeAsync();
}
