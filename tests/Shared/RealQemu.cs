using System.Diagnostics;

namespace QmpGen.Tests;

/// <summary>A real QEMU without a machine, whose monitor listens on a unix socket.</summary>
public sealed class RealQemu : IAsyncDisposable
{
    private const string Binary = "qemu-system-x86_64";
    private const string StorageDaemon = "qemu-storage-daemon";

    private const int MaxCrashes = 2;
    private const int SegmentationFault = 128 + 11;

    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(20);

    private readonly QemuProcess _process;
    private readonly DirectoryInfo _directory;
    private readonly bool _usesTls;

    private RealQemu(QemuProcess process, DirectoryInfo directory, bool usesTls)
    {
        _process = process;
        _directory = directory;
        _usesTls = usesTls;
    }

    /// <summary>The endpoint that the monitor listens on.</summary>
    public string Endpoint => $"unix:{SocketIn(_directory)}";

    /// <summary>The process id.</summary>
    public int Id => _process.Id;

    /// <summary>A directory for the files of the test.</summary>
    public string Directory => _directory.FullName;

    /// <summary>The version that <c>--version</c> prints; null if QEMU is not installed.</summary>
    public static Lazy<string?> Version { get; } = new(() => VersionOf(Find()));

    /// <summary>The storage daemon's version; null if it is not installed.</summary>
    public static Lazy<string?> StorageDaemonVersion { get; } = new(() => VersionOf(Find(StorageDaemon)));

    /// <summary>Finds QEMU's binary on the PATH; null if it is not installed.</summary>
    public static string? Find() => Find(Binary);

    /// <summary>Starts QEMU with further arguments and waits until its monitors respond.</summary>
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

    /// <summary>Starts a <c>qemu-storage-daemon</c> and waits until its monitors respond.</summary>
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
        for (int crashes = 0; ; crashes++)
        {
            RealQemu qemu = Launch(program, argumentsOf);
            try
            {
                await qemu.WaitUntilReadyAsync();
                return qemu;
            }
            catch (Exception e)
            {
                await qemu.DisposeAsync();

                // Observed once, in CI: QEMU 7.2 itself crashes at startup while a monitor connects with TLS.
                bool canRestart = e is QmpConnectionException && qemu._usesTls && crashes < MaxCrashes;
                if (!canRestart || await qemu._process.Exited != SegmentationFault)
                {
                    throw;
                }
            }
        }
    }

    private static RealQemu Launch(string program, Func<string, IReadOnlyList<string>> argumentsOf)
    {
        DirectoryInfo directory = System.IO.Directory.CreateTempSubdirectory("qmpgen-");
        IReadOnlyList<string> arguments = argumentsOf(SocketIn(directory));
        QemuProcess process = QemuProcess.Start(
            new QemuProcessOptions
            {
                Program = program,
                Arguments = arguments,
                WorkingDirectory = directory.FullName,
            }
        );
        bool usesTls = arguments.Any(argument => argument.StartsWith("tls-creds", StringComparison.Ordinal));
        return new RealQemu(process, directory, usesTls);
    }

    /// <summary>Stops QEMU, which then neither reads nor executes anything.</summary>
    public Task PauseAsync() => ProcessSignal.StopAsync(_process.Id);

    /// <summary>Continues a paused QEMU.</summary>
    public Task ResumeAsync() => ProcessSignal.ContinueAsync(_process.Id);

    /// <summary>Kills QEMU with SIGKILL, as a crash would.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Waits until QEMU has exited.</summary>
    public Task WaitForExitAsync() => _process.Exited.WaitAsync(s_timeout);

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    private async Task WaitUntilReadyAsync()
    {
        // A client that connects while QEMU creates the listening monitor can receive two greetings. That monitor is
        // ready before this one responds.
        await using QmpClient client = await QmpClient.ConnectAsync(
            _process.Monitor,
            new QmpClientOptions { ConnectTimeout = s_timeout }
        );
        await client.ExecuteRawAsync("query-version").WaitAsync(s_timeout);
    }

    private static string SocketIn(DirectoryInfo directory) => Path.Combine(directory.FullName, "qmp");
}
