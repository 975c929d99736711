using Backup;
using Qemu;
using QmpGen;

// No embedded server can take the place of QEMU here, because a backup copies data.
const string Qemu = "qemu-system-x86_64";
if (
    !(Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(':')
        .Any(folder => File.Exists(Path.Combine(folder, Qemu)))
)
{
    Console.WriteLine($"This sample requires {Qemu}: apt-get install --no-install-recommends qemu-system-x86");
    return;
}

using CancellationTokenSource cancel = new();
Console.CancelKeyPress += (_, e) =>
{
    // Cancel the job first: it would otherwise continue until QEMU exits.
    e.Cancel = true;
    cancel.Cancel();
};

DirectoryInfo directory = Directory.CreateTempSubdirectory("qmpgen-backup-");
try
{
    await using QemuProcess qemu = QemuProcess.Start(Qemu, ["-M", "none", "-nodefaults", "-display", "none"]);
    await using QemuClient vm = await QemuClient.ConnectAsync(qemu.Monitor, cancellationToken: cancel.Token);
    await DemoDisk.AddAsync(vm, directory.FullName);
    Console.WriteLine($"QEMU {vm.Greeting.Version} with a disk of {DemoDisk.Size >> 20} MiB");

    DiskBackup backup = new(vm, DemoDisk.Node, DemoDisk.Size, directory.FullName);
    await DemoDisk.WriteAsync(vm, value: 1, startMiB: 0, sizeMiB: 32);
    string full = await backup.CopyAllAsync(new ProgressBar("full"), cancel.Token);
    await DemoDisk.VerifyAsync(vm, full, value: 1, startMiB: 0, sizeMiB: 32);

    await DemoDisk.WriteAsync(vm, value: 2, startMiB: 8, sizeMiB: 4);
    string incremental = await backup.CopyChangesAsync(full, new ProgressBar("incremental"), cancel.Token);
    await DemoDisk.VerifyAsync(vm, incremental, value: 2, startMiB: 8, sizeMiB: 4);
    await DemoDisk.VerifyAsync(vm, incremental, value: 1, startMiB: 12, sizeMiB: 20);

    Console.WriteLine(
        $"Verified: {new FileInfo(full).Length >> 20} MiB and {new FileInfo(incremental).Length >> 20} MiB"
    );
    await vm.ExecuteRawAsync("quit");
}
catch (Exception e) when (cancel.IsCancellationRequested && e is (OperationCanceledException or QmpException))
{
    // With Ctrl+C, the terminal also ends QEMU, so the connection can be lost before the job is canceled.
    Console.WriteLine("\nCanceled. The job has ended, and the files are deleted.");
}
finally
{
    directory.Delete(recursive: true);
}
