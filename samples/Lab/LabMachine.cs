using QmpGen;
using QmpGen.Operations;

namespace Lab;

/// <summary>A QEMU that the lab starts, or an embedded server in its place, with a client.</summary>
internal sealed class LabMachine : IAsyncDisposable
{
    private readonly string _name;
    private readonly IAsyncDisposable _machine;

    private LabMachine(string name, IAsyncDisposable machine, QmpClient client)
    {
        _name = name;
        _machine = machine;
        Client = client;
    }

    public QmpClient Client { get; }

    /// <summary>Starts a machine, which runs its firmware, or waits for a migration.</summary>
    /// <param name="name">The name for the output.</param>
    /// <param name="program">QEMU's binary, or null for an embedded server.</param>
    /// <param name="isIncoming">Whether the machine waits for a migration.</param>
    /// <param name="cancellationToken">A token that cancels the start.</param>
    public static async Task<LabMachine> StartAsync(
        string name,
        string? program,
        bool isIncoming,
        CancellationToken cancellationToken
    )
    {
        (IAsyncDisposable machine, QmpEndpoint monitor) = program is null
            ? PlayedMachine.Start(isIncoming)
            : StartQemu(program, isIncoming);
        try
        {
            return new LabMachine(
                name,
                machine,
                await QmpClient.ConnectAsync(monitor, cancellationToken: cancellationToken)
            );
        }
        catch
        {
            await machine.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits for a run state, and prints it.</summary>
    public async Task CheckAsync(string state, CancellationToken cancellationToken)
    {
        await Client.WaitForRunStateAsync(state, TimeSpan.FromSeconds(10), cancellationToken: cancellationToken);
        Console.WriteLine($"  {_name.PadRight(12)} {state}");
    }

    /// <summary>Ends the machine, and prints what ended it.</summary>
    public async Task ShutDownAsync(CancellationToken cancellationToken)
    {
        // The firmware does not react to the power button.
        ShutDownOptions options = new() { Powerdown = false, Process = _machine as QemuProcess };
        ShutDownResult result = await Client.ShutDownAsync(options, cancellationToken);
        string exit = result.ExitCode is { } code ? $", exit code {code}" : "";
        Console.WriteLine($"  {_name.PadRight(12)} ended by {result.EndedBy}{exit}");
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await _machine.DisposeAsync();
    }

    private static (IAsyncDisposable Machine, QmpEndpoint Monitor) StartQemu(string program, bool isIncoming)
    {
        string[] arguments = ["-M", "pc", "-m", "64M", "-nodefaults", "-display", "none"];
        QemuProcess qemu = QemuProcess.Start(program, isIncoming ? [.. arguments, "-incoming", "defer"] : arguments);
        return (qemu, qemu.Monitor);
    }
}
