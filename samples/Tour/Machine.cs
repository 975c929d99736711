using QmpGen;

namespace Tour;

/// <summary>Something with a monitor to connect to.</summary>
internal abstract class Machine : IAsyncDisposable
{
    /// <summary>What it is, in words.</summary>
    public abstract string Description { get; }

    /// <summary>Where its monitor is.</summary>
    public abstract QmpEndpoint Endpoint { get; }

    /// <summary>Starts a real QEMU where there is one, the embedded server otherwise.</summary>
    public static Machine Start() => QemuMachine.Find() is { } binary ? new QemuMachine(binary) : new EmbeddedMachine();

    public abstract ValueTask DisposeAsync();
}
