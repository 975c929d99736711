using System.Diagnostics;

namespace QmpGen.Tests;

/// <summary>Starts QEMU with directories for its socket and for files; fails if the former is not empty at the
/// end.</summary>
public abstract class QemuProcessTestBase : IDisposable
{
    private readonly DirectoryInfo _sockets = Directory.CreateTempSubdirectory("qmpgen-");
    private readonly DirectoryInfo _files = Directory.CreateTempSubdirectory("qmpgen-");

    internal static TimeSpan WaitTimeout => ScriptedPeer.WaitTimeout;

    private protected string SocketFolder => _sockets.FullName;

    private protected string Folder => _files.FullName;

    /// <summary>Options for a QEMU without a machine.</summary>
    private protected QemuProcessOptions Qemu =>
        new()
        {
            Program = "qemu-system-x86_64",
            Arguments = ["-M", "none", "-nodefaults", "-display", "none"],
            SocketFolder = SocketFolder,
        };

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Options for a shell script that gets QEMU's arguments as <c>"$@"</c>.</summary>
    private protected QemuProcessOptions Script(string script) =>
        Qemu with
        {
            Program = "sh",
            Arguments = ["-c", script, "sh", .. Qemu.Arguments],
        };

    private protected QemuProcess Start(params string[] arguments) =>
        QemuProcess.Start(Qemu with { Arguments = [.. Qemu.Arguments, .. arguments] });

    /// <summary>Options for a QEMU 3.0, which a script plays with a later one that rejects <c>x-oob=on</c>.</summary>
    private protected QemuProcessOptions Qemu30 =>
        Script(
            """
            for argument do
                shift
                case $argument in *,x-oob=on) echo "$argument" >&2; argument=${argument%,x-oob=on} ;; esac
                set -- "$@" "$argument"
            done
            exec qemu-system-x86_64 "$@"
            """
        );

    /// <summary>Creates a FIFO.</summary>
    private protected string CreateFifo()
    {
        string path = Path.Combine(Folder, "fifo");
        using Process mkfifo = Process.Start("mkfifo", [path]);
        mkfifo.WaitForExit();
        return path;
    }

    private protected static Task<QmpClient> ConnectAsync(
        QemuProcess qemu,
        CancellationToken cancellationToken = default
    ) => QmpClient.ConnectAsync(qemu.Monitor, new QmpClientOptions { ConnectTimeout = WaitTimeout }, cancellationToken);

    /// <summary>Connects, executes quit, and waits for the exit code.</summary>
    private protected static async Task<int> QuitAsync(QemuProcess qemu)
    {
        await using QmpClient client = await ConnectAsync(qemu);
        await client.ExecuteRawAsync("quit").WaitAsync(WaitTimeout);
        return await qemu.Exited.WaitAsync(WaitTimeout);
    }

    protected virtual void Dispose(bool disposing)
    {
        FileSystemInfo[] left = _sockets.GetFileSystemInfos();
        _sockets.Delete(recursive: true);
        _files.Delete(recursive: true);
        Assert.Empty(left);
    }
}
