using System.Diagnostics;
using System.Text.Json;

namespace QmpGen.Tests;

/// <summary>Blocks QEMU's main thread with a command whose configuration file is a FIFO without a writer.</summary>
internal sealed class MainLoopBlock
{
    /// <summary>The command that blocks.</summary>
    public const string Command = "blockdev-add";

    private static int s_count;

    private readonly string _fifo;

    private MainLoopBlock(string fifo, string node)
    {
        _fifo = fifo;
        QmpValue path = fifo;
        Arguments = JsonElement.Parse(
            $$$"""{"driver":"blkdebug","node-name":"{{{node}}}","config":{{{path}}},"image":{"driver":"null-co","read-zeroes":true}}"""
        );
    }

    /// <summary>The arguments of the command, which can be used once.</summary>
    public JsonElement Arguments { get; }

    /// <summary>Creates the FIFO in QEMU's directory.</summary>
    public static async Task<MainLoopBlock> CreateAsync(RealQemu qemu)
    {
        string node = $"block{Interlocked.Increment(ref s_count)}";
        string fifo = Path.Combine(qemu.Directory, node);
        using Process mkfifo = Process.Start("mkfifo", [fifo]);
        await mkfifo.WaitForExitAsync();
        Assert.Equal(0, mkfifo.ExitCode);
        return new MainLoopBlock(fifo, node);
    }

    /// <summary>Ends the block.</summary>
    /// <remarks>Opening the FIFO waits until QEMU has begun to read it.</remarks>
    public Task ReleaseAsync() =>
        Task.Run(() => File.OpenHandle(_fifo, FileMode.Open, FileAccess.Write, FileShare.ReadWrite).Dispose())
            .WaitAsync(ScriptedPeer.WaitTimeout);
}
