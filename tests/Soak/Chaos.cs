namespace QmpGen.Soak;

/// <summary>What happens to a machine while it is in use.</summary>
internal sealed class Chaos(Machine machine, Random random)
{
    private int _kills;
    private int _quits;
    private int _pauses;

    /// <summary>Lets things happen until it is told to stop. The machine runs when it returns.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (await WaitAsync(TimeSpan.FromMilliseconds(random.Next(500, 4000)), stop))
            await StrikeAsync();
    }

    public override string ToString() => $"{_kills} kills, {_quits} quits, {_pauses} pauses";

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
            case 0:
                _kills++;
                await machine.KillAsync();
                break;
            case 1 when await machine.QuitAsync():
                _quits++;
                break;
            default:
                _pauses++;
                await machine.PauseAsync(TimeSpan.FromMilliseconds(random.Next(10, 1500)));
                return;
        }

        await Task.Delay(random.Next(500));
        machine.Restart();
    }
}
