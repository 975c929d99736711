using System.Diagnostics;
using System.Net.Sockets;

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
        for (Stopwatch watch = Stopwatch.StartNew(); !await ListensAsync(socket); await Task.Delay(10))
        {
            if (process.HasExited || watch.Elapsed > s_startLimit)
            {
                string reason = process.HasExited ? await process.StandardError.ReadToEndAsync() : $"nobody listened within {s_startLimit.TotalSeconds} s";
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

    /// <summary>The socket's file is there before QEMU listens on it, so only a connection tells.</summary>
    private static async Task<bool> ListensAsync(string path)
    {
        using Socket probe = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await probe.ConnectAsync(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
