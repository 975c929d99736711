using Qemu;
using QmpGen.Operations;

namespace Backup;

/// <summary>A disk of a QEMU that the sample starts, with data that the sample writes and verifies.</summary>
/// <remarks>The human monitor's <c>qemu-io</c> takes the place of a guest.</remarks>
internal static class DemoDisk
{
    public const string Node = "disk0";
    public const long Size = 64 << 20;

    public static async Task AddAsync(QemuClient vm, string directory)
    {
        string path = Path.Combine(directory, "disk0.raw");
        await using (FileStream file = File.Create(path))
        {
            file.SetLength(Size);
        }

        await vm.BlockdevAddAsync(
            new BlockdevOptions.Raw
            {
                NodeName = Node,
                File = new BlockdevOptions.File { Filename = path },
            }
        );
    }

    /// <summary>Fills a part of the disk with one byte.</summary>
    public static Task WriteAsync(QemuClient vm, byte value, int startMiB, int sizeMiB) =>
        vm.HmpAsync($"qemu-io {Node} \"write -P {value} {startMiB}M {sizeMiB}M\"");

    /// <summary>Verifies a part of a backup.</summary>
    public static async Task VerifyAsync(QemuClient vm, string path, byte value, int startMiB, int sizeMiB)
    {
        await vm.BlockdevAddAsync(
            new BlockdevOptions.Qcow2
            {
                NodeName = "verified",
                ReadOnly = true,
                File = new BlockdevOptions.File { Filename = path },
            }
        );
        string output = await vm.HmpAsync($"qemu-io verified \"read -P {value} {startMiB}M {sizeMiB}M\"");
        await vm.BlockdevDelAsync("verified");
        if (output.Contains("verification failed", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"{path} does not contain the data of the disk: {output}");
        }
    }
}
