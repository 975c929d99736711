using System.Diagnostics;
using System.Net.Sockets;

namespace QmpGen.Tests;

/// <summary>
/// A guest agent without a guest: <c>qemu-ga</c> on this machine, listening on a unix socket in a directory of its own.
/// It executes what it is told
/// to as the user who runs the tests. It serves one client at a time, and the next one when that has left. One that
/// leaves before it has read its
/// answers takes the agent along, which a virtual serial port would not let happen: <see cref="OpenChannelAsync"/>
/// stands for such a port.
/// </summary>
public sealed class RealGuestAgent : IAsyncDisposable
{
    private const string Binary = "qemu-ga";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly DirectoryInfo _directory;

    private RealGuestAgent(Process process, DirectoryInfo directory, string socket)
    {
        _process = process;
        _directory = directory;
        Endpoint = $"unix:{socket}";
    }

    /// <summary>Where it listens.</summary>
    public string Endpoint { get; }

    /// <summary>A directory for the test's own files.</summary>
    public string Directory => _directory.FullName;

    /// <summary>The path of the agent's binary, or null where it is not installed. It may be where only the
    /// administrator's PATH looks.</summary>
    public static string? Find() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Concat(["/usr/local/sbin", "/usr/sbin", "/sbin"])
            .Select(directory => Path.Combine(directory, Binary))
            .FirstOrDefault(File.Exists);

    /// <summary>Starts an agent and waits until it answers.</summary>
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
        for (Stopwatch watch = Stopwatch.StartNew(); !await AnswersAsync(agent.Endpoint); await Task.Delay(5))
        {
            if (process.HasExited || watch.Elapsed > s_patience)
            {
                string error = process.HasExited
                    ? await process.StandardError.ReadToEndAsync()
                    : $"nobody answered within {s_patience}";
                await agent.DisposeAsync();
                throw new InvalidOperationException($"The guest agent did not start: {error}");
            }
        }

        return agent;
    }

    /// <summary>A connection to the agent, which clients may take over one after another.</summary>
    public async Task<Stream> OpenChannelAsync()
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Endpoint["unix:".Length..]));
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>Makes the agent stand still: it takes what is sent, and does nothing.</summary>
    public Task PauseAsync() => Signal.StopAsync(_process.Id);

    /// <summary>Lets a paused agent go on.</summary>
    public Task ResumeAsync() => Signal.ContinueAsync(_process.Id);

    /// <summary>Ends it as a crash would: by SIGKILL.</summary>
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

    /// <summary>
    /// The socket is there before the agent listens, so only an answer tells. Whoever is connected waits for it: to
    /// leave before it has come would
    /// end the agent.
    /// </summary>
    private static async Task<bool> AnswersAsync(string endpoint)
    {
        try
        {
            await using AgentClient probe = await AgentClient.ConnectAsync(
                endpoint,
                new QmpClientOptions { ConnectTimeout = s_patience }
            );
            return true;
        }
        catch (QmpConnectionException)
        {
            return false;
        }
    }
}
