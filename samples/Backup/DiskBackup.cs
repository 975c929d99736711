using Qemu;
using QmpGen;
using QmpGen.Operations;

namespace Backup;

/// <summary>Backs up one disk of a running machine into qcow2 files.</summary>
/// <param name="vm">The client.</param>
/// <param name="node">The block node of the disk.</param>
/// <param name="size">The size of the disk in bytes.</param>
/// <param name="directory">The directory for the files, as QEMU sees it.</param>
internal sealed class DiskBackup(QemuClient vm, string node, long size, string directory)
{
    private const string Bitmap = "backup-changes";

    /// <summary>Copies the whole disk, and starts to record later changes in a bitmap.</summary>
    public Task<string> CopyAllAsync(IProgress<JobProgress> progress, CancellationToken cancellationToken) =>
        CopyAsync(
            "full.qcow2",
            backingFile: null,
            async target =>
            {
                // One transaction, so that the bitmap starts at the point in time of the copy.
                BlockdevBackup backup = new()
                {
                    JobId = "full",
                    Device = node,
                    Target = target,
                    Sync = MirrorSyncMode.Full,
                    AutoDismiss = false,
                };
                TransactionAction add = new TransactionAction.BlockDirtyBitmapAdd
                {
                    Data = new BlockDirtyBitmapAdd { Node = node, Name = Bitmap },
                };
                TransactionAction copy = new TransactionAction.BlockdevBackup { Data = backup };
                await vm.TransactionAsync([add, copy], cancellationToken);
                try
                {
                    JobOptions options = new() { LeaveWhenCanceled = false };
                    await vm.FollowJobAsync("full", options, progress, cancellationToken);
                }
                catch
                {
                    // Without a full copy, the bitmap is useless.
                    await vm.BlockDirtyBitmapRemoveAsync(node, Bitmap, CancellationToken.None);
                    throw;
                }
            },
            cancellationToken
        );

    /// <summary>Copies what has changed since the last copy. QEMU clears the bitmap if the job succeeds.</summary>
    public Task<string> CopyChangesAsync(
        string fullCopy,
        IProgress<JobProgress> progress,
        CancellationToken cancellationToken
    ) =>
        CopyAsync(
            "incremental.qcow2",
            fullCopy,
            target =>
                vm.RunJobAsync(
                    new BlockdevBackupCommand
                    {
                        Device = node,
                        Target = target,
                        Sync = MirrorSyncMode.Incremental,
                        Bitmap = Bitmap,
                    },
                    progress: progress,
                    cancellationToken: cancellationToken
                ),
            cancellationToken
        );

    private async Task<string> CopyAsync(
        string file,
        string? backingFile,
        Func<string, Task> copy,
        CancellationToken cancellationToken
    )
    {
        string path = Path.Combine(directory, file);
        string fileNode = $"{node}-target-file";
        string target = $"{node}-target";
        await CreateAsync(new BlockdevCreateOptions.File { Filename = path, Size = 0 }, cancellationToken);
        await vm.BlockdevAddAsync(new BlockdevOptions.File { NodeName = fileNode, Filename = path }, cancellationToken);
        try
        {
            await CreateAsync(
                new BlockdevCreateOptions.Qcow2
                {
                    File = fileNode,
                    Size = (ulong)size,
                    BackingFile = backingFile,
                    BackingFmt = backingFile is null ? null : BlockdevDriver.Qcow2,
                },
                cancellationToken
            );
            await vm.BlockdevAddAsync(
                new BlockdevOptions.Qcow2 { NodeName = target, File = fileNode },
                cancellationToken
            );
            try
            {
                await copy(target);
            }
            finally
            {
                await vm.BlockdevDelAsync(target, CancellationToken.None);
            }
        }
        finally
        {
            await vm.BlockdevDelAsync(fileNode, CancellationToken.None);
        }

        return path;
    }

    private Task CreateAsync(BlockdevCreateOptions options, CancellationToken cancellationToken) =>
        vm.RunJobAsync(
            "blockdev-create",
            new QmpObject { ["options"] = QmpValue.From(options) },
            cancellationToken: cancellationToken
        );
}
