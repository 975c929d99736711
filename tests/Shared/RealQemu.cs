using System.Diagnostics;

namespace QmpGen.Tests;

/// <summary>A QEMU process without a machine to speak of, with a monitor on a unix socket in a directory of its own.</summary>
public sealed class RealQemu : IAsyncDisposable
{
    private const string Binary = "qemu-system-x86_64";

    private readonly Process _process;
    private readonly DirectoryInfo _directory;

    private RealQemu(Process process, DirectoryInfo directory, string socket)
    {
        _process = process;
        _directory = directory;
        Endpoint = $"unix:{socket}";
    }

    /// <summary>Where its monitor listens.</summary>
    public string Endpoint { get; }

    /// <summary>The number of its process.</summary>
    public int Id => _process.Id;

    /// <summary>A directory for the test's own files.</summary>
    public string Directory => _directory.FullName;

    /// <summary>The path of QEMU's binary, or null where it is not installed.</summary>
    public static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(directory => Path.Combine(directory, Binary))
        .FirstOrDefault(File.Exists);

    /// <summary>Its version, as <c>--version</c> tells it; null where it is not installed.</summary>
    public static Lazy<string?> Version { get; } = new(() =>
    {
        if (Find() is not { } binary)
            return null;

        using Process process = Process.Start(new ProcessStartInfo(binary, ["--version"]) { RedirectStandardOutput = true })!;
        string line = process.StandardOutput.ReadToEnd().Split('\n')[0];
        process.WaitForExit();
        return line.Split(' ').SkipWhile(word => word != "version").ElementAtOrDefault(1);
    });

    /// <summary>Starts QEMU and waits until its monitor answers.</summary>
    /// <param name="arguments">Further arguments.</param>
    public static async Task<RealQemu> StartAsync(params string[] arguments)
    {
        string binary = Find() ?? throw new InvalidOperationException($"{Binary} is not on the PATH.");
        DirectoryInfo directory = System.IO.Directory.CreateTempSubdirectory("qmpgen-");
        string socket = Path.Combine(directory.FullName, "qmp");
        ProcessStartInfo start = new(binary, ["-M", "none", "-nodefaults", "-display", "none", "-qmp", $"unix:{socket},server=on,wait=off", .. arguments])
        {
            RedirectStandardError = true,
        };
        Process process = Process.Start(start)!;
        RealQemu qemu = new(process, directory, socket);
        for (Stopwatch watch = Stopwatch.StartNew(); !await AnswersAsync(qemu.Endpoint); await Task.Delay(5))
        {
            if (process.HasExited || watch.Elapsed > TimeSpan.FromSeconds(20))
            {
                string error = process.HasExited ? await process.StandardError.ReadToEndAsync() : "nobody answered within 20 s";
                await qemu.DisposeAsync();
                throw new InvalidOperationException($"QEMU did not start: {error}");
            }
        }

        return qemu;
    }

    /// <summary>Ends it as a crash would: by SIGKILL.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Waits for QEMU to end by itself.</summary>
    public Task WaitForExitAsync() => _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();

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
