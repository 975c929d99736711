using System.Diagnostics;

namespace QmpGen.Tests;

/// <summary>A QEMU without a machine to speak of, whose monitor serves one client after another on a unix socket in a
/// directory of its own.</summary>
public sealed class RealQemu : IAsyncDisposable
{
    private const string Binary = "qemu-system-x86_64";
    private const string StorageDaemon = "qemu-storage-daemon";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly QemuProcess _process;
    private readonly DirectoryInfo _directory;

    private RealQemu(QemuProcess process, DirectoryInfo directory)
    {
        _process = process;
        _directory = directory;
    }

    /// <summary>Where its monitor listens.</summary>
    public string Endpoint => $"unix:{SocketIn(_directory)}";

    /// <summary>The number of its process.</summary>
    public int Id => _process.Id;

    /// <summary>A directory for the test's own files.</summary>
    public string Directory => _directory.FullName;

    /// <summary>QEMU's version, as <c>--version</c> tells it; null where it is not installed.</summary>
    public static Lazy<string?> Version { get; } = new(() => VersionOf(Find()));

    /// <summary>The storage daemon's version; null where it is not installed, as it may not be beside a QEMU that was
    /// built by hand.</summary>
    public static Lazy<string?> StorageDaemonVersion { get; } = new(() => VersionOf(Find(StorageDaemon)));

    /// <summary>The path of QEMU's binary, or null where it is not installed.</summary>
    public static string? Find() => Find(Binary);

    /// <summary>Starts QEMU and waits until its monitors answer.</summary>
    /// <param name="arguments">Further arguments.</param>
    public static Task<RealQemu> StartAsync(params string[] arguments) =>
        StartAsync(
            Binary,
            path =>
                [
                    "-M",
                    "none",
                    "-nodefaults",
                    "-display",
                    "none",
                    "-qmp",
                    $"unix:{path},server=on,wait=off",
                    .. arguments,
                ]
        );

    /// <summary>Starts a <c>qemu-storage-daemon</c>, which Debian has in the package qemu-system-common, and waits
    /// until its monitors answer.</summary>
    public static Task<RealQemu> StartStorageDaemonAsync() =>
        StartAsync(
            StorageDaemon,
            path => ["--chardev", $"socket,id=qmp,path={path},server=on,wait=off", "--monitor", "qmp"]
        );

    private static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(directory => Path.Combine(directory, program))
            .FirstOrDefault(File.Exists);

    private static string? VersionOf(string? program)
    {
        if (program is null)
        {
            return null;
        }

        using Process process = Process.Start(
            new ProcessStartInfo(program, ["--version"]) { RedirectStandardOutput = true }
        )!;
        string line = process.StandardOutput.ReadToEnd().Split('\n')[0];
        process.WaitForExit();
        return line.Split(' ').SkipWhile(word => word != "version").ElementAtOrDefault(1);
    }

    private static async Task<RealQemu> StartAsync(string program, Func<string, IReadOnlyList<string>> argumentsOf)
    {
        DirectoryInfo directory = System.IO.Directory.CreateTempSubdirectory("qmpgen-");
        QemuProcess process = QemuProcess.Start(
            new QemuProcessOptions
            {
                Program = program,
                Arguments = argumentsOf(SocketIn(directory)),
                WorkingDirectory = directory.FullName,
            }
        );
        RealQemu qemu = new(process, directory);
        try
        {
            // A client of a listening monitor that QEMU is still making ready may be greeted twice. That monitor is
            // ready before this one answers.
            await using QmpClient client = await QmpClient.ConnectAsync(
                process.Monitor,
                new QmpClientOptions { ConnectTimeout = s_patience }
            );
            await client.ExecuteRawAsync("query-version").WaitAsync(s_patience);
            return qemu;
        }
        catch
        {
            await qemu.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes QEMU stand still: it neither takes nor does anything.</summary>
    public Task PauseAsync() => Signal.StopAsync(_process.Id);

    /// <summary>Lets a paused QEMU go on.</summary>
    public Task ResumeAsync() => Signal.ContinueAsync(_process.Id);

    /// <summary>Ends it as a crash would: by SIGKILL.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Waits for QEMU to end by itself.</summary>
    public Task WaitForExitAsync() => _process.Exited.WaitAsync(s_patience);

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    private static string SocketIn(DirectoryInfo directory) => Path.Combine(directory.FullName, "qmp");
}
