using System.Globalization;
using Qemu;

namespace QmpGen.Soak;

/// <summary>A QEMU with many monitors, which can be restarted, killed and paused. Its sockets keep their
/// paths.</summary>
internal sealed class SoakMachine : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("qmpgen-");
    private readonly int _monitorCount;
    private QemuProcess _process;

    public SoakMachine(int monitorCount)
    {
        _monitorCount = monitorCount;
        _process = Start();
    }

    /// <summary>The paths of the sockets of its monitors.</summary>
    public IEnumerable<string> Sockets => Enumerable.Range(0, _monitorCount).Select(GetSocketPath);

    /// <summary>Completes with the exit code when QEMU exits.</summary>
    public Task<int> Exited => _process.Exited;

    /// <summary>Kills QEMU.</summary>
    public async Task KillAsync() => await _process.DisposeAsync();

    /// <summary>Sends the command <c>quit</c> on a separate monitor.</summary>
    /// <returns>False if QEMU did not respond in time, because it is still starting.</returns>
    public async Task<bool> TryQuitAsync()
    {
        try
        {
            await using QemuClient vm = await QemuClient.ConnectAsync(_process.Monitor);
            await vm.QuitAsync().WaitAsync(SoakFindings.HangTimeout);
        }
        catch (QmpTimeoutException)
        {
            return false;
        }

        await _process.Exited.WaitAsync(SoakFindings.HangTimeout);
        return true;
    }

    /// <summary>Starts QEMU again.</summary>
    public async Task RestartAsync()
    {
        await _process.DisposeAsync();
        _process = Start();
    }

    /// <summary>Stops the process for the given time.</summary>
    public async Task PauseAsync(TimeSpan time)
    {
        await ProcessSignal.StopAsync(_process.Id);
        await Task.Delay(time);
        await ProcessSignal.ContinueAsync(_process.Id);
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    private string GetSocketPath(int number) =>
        Path.Combine(_directory.FullName, number.ToString(CultureInfo.InvariantCulture));

    private QemuProcess Start() =>
        QemuProcess.Start(
            new QemuProcessOptions
            {
                Program = "qemu-system-x86_64",
                Arguments =
                [
                    "-M",
                    "none",
                    "-nodefaults",
                    "-display",
                    "none",
                    .. Enumerable
                        .Range(0, _monitorCount)
                        .SelectMany(number => new[] { "-qmp", $"unix:{GetSocketPath(number)},server=on,wait=off" }),
                ],
                WorkingDirectory = _directory.FullName,
            }
        );
}
