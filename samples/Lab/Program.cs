using Lab;
using QmpGen;
using QmpGen.Operations;

const string Qemu = "qemu-system-x86_64";
string? program = (Environment.GetEnvironmentVariable("PATH") ?? "")
    .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
    .Select(folder => Path.Combine(folder, Qemu))
    .FirstOrDefault(File.Exists);

using CancellationTokenSource cancel = new();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    cancel.Cancel();
};

DirectoryInfo directory = Directory.CreateTempSubdirectory("qmpgen-lab-");
try
{
    await using LabMachine source = await LabMachine.StartAsync("source", program, isIncoming: false, cancel.Token);
    await using LabMachine destination = await LabMachine.StartAsync(
        "destination",
        program,
        isIncoming: true,
        cancel.Token
    );
    Console.WriteLine(
        program is null
            ? $"Two embedded servers play the migration, because the PATH has no {Qemu}. No guest moves."
            : $"Two processes of QEMU {source.Client.Greeting.Version}"
    );
    await source.CheckAsync("running", cancel.Token);
    await destination.CheckAsync("inmigrate", cancel.Token);

    string address = $"unix:{Path.Combine(directory.FullName, "migration")}";
    MigrationOptions options = new()
    {
        // A low bandwidth and short intervals show the progress.
        Parameters = new QmpObject { ["max-bandwidth"] = 500_000 },
        PollInterval = TimeSpan.FromMilliseconds(100),
    };
    await destination.Client.ListenForMigrationAsync(address, cancellationToken: cancel.Token);
    MigrationProgress result = await source.Client.MigrateToAsync(address, options, new MigrationBar(), cancel.Token);
    await destination.Client.WaitForIncomingAsync(cancellationToken: cancel.Token);

    await source.CheckAsync("postmigrate", cancel.Token);
    await destination.CheckAsync("running", cancel.Token);
    await source.ShutDownAsync(cancel.Token);
    await destination.ShutDownAsync(cancel.Token);
    Console.WriteLine(
        program is null
            ? "The migration is complete, as the servers played it."
            : $"The guest moved, and stopped for {result.Downtime?.TotalMilliseconds} ms."
    );
    return 0;
}
catch (Exception e) when (cancel.IsCancellationRequested && e is (OperationCanceledException or QmpException))
{
    // With Ctrl+C, the terminal also ends QEMU, so the connection can be lost before the migration is canceled.
    Console.Error.WriteLine("\nCanceled. Both machines were ended.");
    return 1;
}
catch (QmpException e)
{
    Console.Error.WriteLine($"\n{e.Message}");
    return 1;
}
finally
{
    directory.Delete(recursive: true);
}
