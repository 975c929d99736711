using QmpGen;

namespace Tour;

/// <summary>A machine with a QMP monitor.</summary>
internal abstract class Machine : IAsyncDisposable
{
    /// <summary>The description that the tour prints.</summary>
    public abstract string Description { get; }

    /// <summary>The endpoint of the monitor.</summary>
    public abstract QmpEndpoint Endpoint { get; }

    /// <summary>Starts a real QEMU if the PATH has one, else the embedded server.</summary>
    public static Machine Start() => QemuMachine.Find() is { } binary ? new QemuMachine(binary) : new EmbeddedMachine();

    public abstract ValueTask DisposeAsync();
}
