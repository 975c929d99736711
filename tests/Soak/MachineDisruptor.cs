using System.Runtime.ExceptionServices;

namespace QmpGen.Soak;

/// <summary>Kills, quits and pauses a machine while it is in use.</summary>
internal sealed class MachineDisruptor(SoakMachine machine, Random random)
{
    private int _killCount;
    private int _quitCount;
    private int _pauseCount;

    /// <summary>The number of times that the machine ended.</summary>
    public int EndCount => _killCount + _quitCount + CrashExitCodes.Count;

    /// <summary>The exit codes of QEMUs that crashed.</summary>
    public List<int> CrashExitCodes { get; } = [];

    /// <summary>Disrupts the machine until the token is canceled. The machine runs when the task completes.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (await TryWaitAsync(TimeSpan.FromMilliseconds(random.Next(500, 4000)), stop))
        {
            try
            {
                await DisruptAsync();
            }
            catch (Exception e) when (e is QmpException or InvalidOperationException or IOException)
            {
                await RestartAfterCrashAsync(e);
            }
        }
    }

    public override string ToString() =>
        $"{_killCount} kills, {_quitCount} quits, {_pauseCount} pauses, {CrashExitCodes.Count} "
        + $"crashes{(CrashExitCodes.Count > 0 ? $" ({string.Join(", ", CrashExitCodes)})" : "")}";

    /// <summary>Waits. Returns false if the token is canceled.</summary>
    private static async Task<bool> TryWaitAsync(TimeSpan time, CancellationToken stop)
    {
        await Task.Delay(time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !stop.IsCancellationRequested;
    }

    private async Task DisruptAsync()
    {
        switch (random.Next(4))
        {
            case 1 when await machine.TryQuitAsync():
                _quitCount++;
                break;
            case 0 or 1:
                _killCount++;
                await machine.KillAsync();
                break;
            default:
                _pauseCount++;
                await machine.PauseAsync(TimeSpan.FromMilliseconds(random.Next(10, 1500)));
                return;
        }

        await Task.Delay(random.Next(500));
        await machine.RestartAsync();
    }

    /// <summary>Restarts a QEMU that has crashed.</summary>
    /// <remarks>QEMU 7.2 crashes in GLib's main loop about once in a thousand runs, because of a race when many clients
    /// connect and disconnect.</remarks>
    private async Task RestartAfterCrashAsync(Exception failure)
    {
        try
        {
            CrashExitCodes.Add(await machine.Exited.WaitAsync(TimeSpan.FromSeconds(10)));
        }
        catch (TimeoutException)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        await machine.RestartAsync();
    }
}
