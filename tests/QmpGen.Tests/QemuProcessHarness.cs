using System.Diagnostics;

namespace QmpGen.Tests;

/// <summary>What the tests of a started QEMU share: a directory for its socket, in which nothing may be left, and one
/// for their own files.</summary>
public abstract class QemuProcessHarness : IDisposable
{
    private readonly DirectoryInfo _sockets = Directory.CreateTempSubdirectory("qmpgen-");
    private readonly DirectoryInfo _files = Directory.CreateTempSubdirectory("qmpgen-");

    internal static TimeSpan Patience => ScriptedPeer.Patience;

    private protected string SocketFolder => _sockets.FullName;

    private protected string Folder => _files.FullName;

    /// <summary>A QEMU without a machine to speak of.</summary>
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

    /// <summary>QEMU by way of a script, to which its arguments are <c>"$@"</c>.</summary>
    private protected QemuProcessOptions Script(string script) =>
        Qemu with
        {
            Program = "sh",
            Arguments = ["-c", script, "sh", .. Qemu.Arguments],
        };

    private protected QemuProcess Start(params string[] arguments) =>
        QemuProcess.Start(Qemu with { Arguments = [.. Qemu.Arguments, .. arguments] });

    /// <summary>A FIFO: opening it waits for the other side.</summary>
    private protected string MakeFifo()
    {
        string path = Path.Combine(Folder, "fifo");
        using Process make = Process.Start("mkfifo", [path]);
        make.WaitForExit();
        return path;
    }

    private protected static Task<QmpClient> ConnectAsync(
        QemuProcess qemu,
        CancellationToken cancellationToken = default
    ) => QmpClient.ConnectAsync(qemu.Monitor, new QmpClientOptions { ConnectTimeout = Patience }, cancellationToken);

    /// <summary>Connects, and lets QEMU end in its own time.</summary>
    private protected static async Task<int> QuitAsync(QemuProcess qemu)
    {
        await using QmpClient client = await ConnectAsync(qemu);
        await client.ExecuteRawAsync("quit").WaitAsync(Patience);
        return await qemu.Exited.WaitAsync(Patience);
    }

    protected virtual void Dispose(bool disposing)
    {
        FileSystemInfo[] left = _sockets.GetFileSystemInfos();
        _sockets.Delete(recursive: true);
        _files.Delete(recursive: true);
        Assert.Empty(left);
    }
}
