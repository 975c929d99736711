using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace QmpGen.Tests;

/// <summary>QEMU's own way to block its main thread: a command whose configuration file is a FIFO that nobody writes
/// to.</summary>
internal sealed class MainLoopBlock
{
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

    /// <summary>The command that blocks.</summary>
    public const string Command = "blockdev-add";

    /// <summary>Its arguments. They can be used once.</summary>
    public JsonElement Arguments { get; }

    /// <summary>Makes the FIFO, in the directory of the QEMU.</summary>
    public static async Task<MainLoopBlock> CreateAsync(RealQemu qemu)
    {
        string node = $"block{Interlocked.Increment(ref s_count)}";
        string fifo = Path.Combine(qemu.Directory, node);
        using Process make = Process.Start("mkfifo", [fifo]);
        await make.WaitForExitAsync();
        Assert.Equal(0, make.ExitCode);
        return new MainLoopBlock(fifo, node);
    }

    /// <summary>Ends the block. Opening the FIFO waits in turn until QEMU has begun to read it.</summary>
    public Task ReleaseAsync() =>
        Task.Run(() => File.OpenHandle(_fifo, FileMode.Open, FileAccess.Write, FileShare.ReadWrite).Dispose())
            .WaitAsync(ScriptedPeer.Patience);
}
