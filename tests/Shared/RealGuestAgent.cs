using System.Diagnostics;
using System.Net.Sockets;

namespace QmpGen.Tests;

/// <summary>A <c>qemu-ga</c> that runs on this machine and listens on a unix socket.</summary>
/// <remarks>
/// It executes commands as the user who runs the tests, and serves one client at a time. The agent exits if a client
/// leaves before it has read its replies, which a virtual serial port prevents: <see cref="OpenChannelAsync"/> plays
/// such a port.
/// </remarks>
public sealed class RealGuestAgent : IAsyncDisposable
{
    private const string Binary = "qemu-ga";

    private static readonly TimeSpan s_startTimeout = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly DirectoryInfo _directory;

    private RealGuestAgent(Process process, DirectoryInfo directory, string socket)
    {
        _process = process;
        _directory = directory;
        Endpoint = $"unix:{socket}";
    }

    /// <summary>The endpoint that the agent listens on.</summary>
    public string Endpoint { get; }

    /// <summary>A directory for the files of the test.</summary>
    public string Directory => _directory.FullName;

    /// <summary>Finds the agent's binary on the PATH and in the directories for administrators.</summary>
    /// <returns>The path, or null if the agent is not installed.</returns>
    public static string? Find() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Concat(["/usr/local/sbin", "/usr/sbin", "/sbin"])
            .Select(directory => Path.Combine(directory, Binary))
            .FirstOrDefault(File.Exists);

    /// <summary>Starts an agent and waits until it responds.</summary>
    public static async Task<RealGuestAgent> StartAsync()
    {
        string binary =
            Find() ?? throw new InvalidOperationException($"{Binary} is neither on the PATH nor in /usr/sbin.");
        DirectoryInfo directory = System.IO.Directory.CreateTempSubdirectory("qmpgen-");
        string socket = Path.Combine(directory.FullName, "qga");
        ProcessStartInfo start = new(binary, ["-m", "unix-listen", "-p", socket, "-t", directory.FullName])
        {
            RedirectStandardError = true,
        };
        Process process = Process.Start(start)!;
        RealGuestAgent agent = new(process, directory, socket);
        for (Stopwatch watch = Stopwatch.StartNew(); !await RespondsAsync(agent.Endpoint); await Task.Delay(5))
        {
            if (process.HasExited || watch.Elapsed > s_startTimeout)
            {
                string error = process.HasExited
                    ? await process.StandardError.ReadToEndAsync()
                    : $"no response within {s_startTimeout}";
                await agent.DisposeAsync();
                throw new InvalidOperationException($"The guest agent did not start: {error}");
            }
        }

        return agent;
    }

    /// <summary>Opens a connection to the agent that several clients can use one after another.</summary>
    public async Task<Stream> OpenChannelAsync()
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Endpoint["unix:".Length..]));
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>Stops the agent; its socket still accepts data.</summary>
    public Task PauseAsync() => ProcessSignal.StopAsync(_process.Id);

    /// <summary>Continues a paused agent.</summary>
    public Task ResumeAsync() => ProcessSignal.ContinueAsync(_process.Id);

    /// <summary>Kills the agent with SIGKILL, as a crash would.</summary>
    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        _directory.Delete(recursive: true);
    }

    /// <summary>Tests whether the agent responds, because its socket exists before it listens.</summary>
    /// <remarks>The probe waits for the response, because the agent exits if a client leaves earlier.</remarks>
    private static async Task<bool> RespondsAsync(string endpoint)
    {
        try
        {
            await using AgentClient probe = await AgentClient.ConnectAsync(
                endpoint,
                new QmpClientOptions { ConnectTimeout = s_startTimeout }
            );
            return true;
        }
        catch (QmpConnectionException)
        {
            return false;
        }
    }
}
