using System.Globalization;
using Qemu;

namespace QmpGen.Soak;

/// <summary>A QEMU with many monitors, which is started, stopped, killed and paused while they are in use. Its sockets
/// keep their names.</summary>
internal sealed class Machine : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("qmpgen-");
    private readonly int _monitors;
    private QemuProcess _process;

    public Machine(int monitors)
    {
        _monitors = monitors;
        _process = Start();
    }

    /// <summary>Where its monitors listen.</summary>
    public IEnumerable<string> Sockets => Enumerable.Range(0, _monitors).Select(PathOf);

    /// <summary>The exit code, where it has ended and is not started again.</summary>
    public Task<int> Ended => _process.Exited;

    /// <summary>Ends it as a power failure would.</summary>
    public async Task KillAsync() => await _process.DisposeAsync();

    /// <summary>Ends it by the command <c>quit</c>, from a monitor of its own.</summary>
    /// <returns>False where it did not hear: it is still busy starting, on a machine that is short of time, and hears
    /// nobody else there any more.</returns>
    public async Task<bool> TryQuitAsync()
    {
        try
        {
            await using QemuClient vm = await QemuClient.ConnectAsync(_process.Monitor);
            await vm.QuitAsync().WaitAsync(Findings.Hangs);
        }
        catch (QmpTimeoutException)
        {
            return false;
        }

        await _process.Exited.WaitAsync(Findings.Hangs);
        return true;
    }

    /// <summary>Starts it again.</summary>
    public async Task RestartAsync()
    {
        await _process.DisposeAsync();
        _process = Start();
    }

    /// <summary>Makes it stand still for a while.</summary>
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

    private string PathOf(int number) =>
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
                        .Range(0, _monitors)
                        .SelectMany(number => new[] { "-qmp", $"unix:{PathOf(number)},server=on,wait=off" }),
                ],
                WorkingDirectory = _directory.FullName,
            }
        );
}
