using System.Diagnostics;
using QmpGen;

namespace Tour;

/// <summary>A real QEMU, started without a machine in it.</summary>
internal sealed class QemuMachine : Machine
{
    private static readonly TimeSpan s_startLimit = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly DirectoryInfo _directory;

    private QemuMachine(Process process, DirectoryInfo directory, string socket)
    {
        _process = process;
        _directory = directory;
        Endpoint = $"unix:{socket}";
    }

    public override string Description => $"{Path.GetFileName(_process.StartInfo.FileName)} -M none, process {_process.Id}";

    public override string Endpoint { get; }

    /// <summary>The first <c>qemu-system-*</c> on the PATH, that for x86_64 preferred, whose schema the bindings are made from.</summary>
    public static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "qemu-system-*").Order(StringComparer.Ordinal))
        .OrderByDescending(path => path.EndsWith("x86_64", StringComparison.Ordinal))
        .FirstOrDefault();

    public static async Task<QemuMachine> StartAsync(string binary)
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("qmpgen-tour-");
        string socket = Path.Combine(directory.FullName, "qmp");
        Process process = Process.Start(new ProcessStartInfo(
            binary, ["-M", "none", "-nodefaults", "-display", "none", "-qmp", $"unix:{socket},server=on,wait=off"]) { RedirectStandardError = true })!;
        QemuMachine machine = new(process, directory, socket);
        for (Stopwatch watch = Stopwatch.StartNew(); !await AnswersAsync(machine.Endpoint); await Task.Delay(10))
        {
            if (process.HasExited || watch.Elapsed > s_startLimit)
            {
                string reason = process.HasExited ? await process.StandardError.ReadToEndAsync() : $"nobody answered within {s_startLimit.TotalSeconds} s";
                await machine.DisposeAsync();
                throw new InvalidOperationException($"{binary} did not start: {reason}");
            }
        }

        return machine;
    }

    public override async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        _directory.Delete(recursive: true);
    }

    /// <summary>
    /// Only an answered command tells. A QEMU that is still starting may greet a client twice, and the second greeting forgets what has been
    /// negotiated, or leaves a request without its answer.
    /// </summary>
    private static async Task<bool> AnswersAsync(string endpoint)
    {
        try
        {
            await using QmpClient probe = await QmpClient.ConnectAsync(endpoint, new QmpClientOptions { ConnectTimeout = TimeSpan.FromSeconds(1) });
            await probe.ExecuteRawAsync("query-version").WaitAsync(TimeSpan.FromSeconds(1));
            return true;
        }
        catch (Exception e) when (e is QmpException or TimeoutException)
        {
            return false;
        }
    }
}
