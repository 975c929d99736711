using System.Runtime.ExceptionServices;

namespace QmpGen.Soak;

/// <summary>What happens to a machine while it is in use.</summary>
internal sealed class Chaos(Machine machine, Random random)
{
    private int _kills;
    private int _quits;
    private int _pauses;

    /// <summary>How often it was ended, one way or another.</summary>
    public int Ends => _kills + _quits + Crashes.Count;

    /// <summary>The exit codes of QEMUs that ended by themselves.</summary>
    public List<int> Crashes { get; } = [];

    /// <summary>Lets things happen until it is told to stop. The machine runs when it returns.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (await WaitAsync(TimeSpan.FromMilliseconds(random.Next(500, 4000)), stop))
        {
            try
            {
                await StrikeAsync();
            }
            catch (Exception e) when (e is QmpException or InvalidOperationException or IOException)
            {
                await MendAsync(e);
            }
        }
    }

    public override string ToString() =>
        $"{_kills} kills, {_quits} quits, {_pauses} pauses, {Crashes.Count} crashes of its own{(Crashes.Count > 0 ? $" ({string.Join(", ", Crashes)})" : "")}";

    /// <summary>Waits, and says whether to go on.</summary>
    private static async Task<bool> WaitAsync(TimeSpan time, CancellationToken stop)
    {
        await Task.Delay(time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !stop.IsCancellationRequested;
    }

    private async Task StrikeAsync()
    {
        switch (random.Next(4))
        {
            case 1 when await machine.TryQuitAsync():
                _quits++;
                break;
            case 0 or 1:
                _kills++;
                await machine.KillAsync();
                break;
            default:
                _pauses++;
                await machine.PauseAsync(TimeSpan.FromMilliseconds(random.Next(10, 1500)));
                return;
        }

        await Task.Delay(random.Next(500));
        await machine.RestartAsync();
    }

    /// <summary>Starts a QEMU again that was found dead. One of 7.2 dies in GLib's main loop once in a thousand lives,
    /// by a race of its own when many connect and leave.</summary>
    private async Task MendAsync(Exception found)
    {
        try
        {
            Crashes.Add(await machine.Ended.WaitAsync(TimeSpan.FromSeconds(10)));
        }
        catch (TimeoutException)
        {
            ExceptionDispatchInfo.Throw(found);
        }

        await machine.RestartAsync();
    }
}
