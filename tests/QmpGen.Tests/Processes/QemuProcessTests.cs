namespace QmpGen.Tests;

/// <summary>Starting, ending and observing a QEMU process.</summary>
public sealed class QemuProcessTests : QemuProcessTestBase
{
    [QemuFact]
    public async Task StartedQemu_WhenConnected_RespondsAndRemovesTheSocket()
    {
        await using QemuProcess qemu = Start();
        await using QmpClient client = await ConnectAsync(qemu);
        QmpValue version = await client.ExecuteRawAsync("query-version").WaitAsync(WaitTimeout);
        Assert.Equal(client.Greeting.Version.Major, version["qemu"]["major"].GetInt64());
        Assert.Empty(Directory.EnumerateFileSystemEntries(SocketFolder));
        Assert.False(qemu.Exited.IsCompleted);
        Assert.Equal($"qemu-system-x86_64 (process {qemu.Id})", qemu.ToString());
    }

    [StorageDaemonFact]
    public async Task StartedStorageDaemon_WhenConnected_Responds()
    {
        await using QemuProcess daemon = QemuProcess.Start(
            Qemu with
            {
                Program = "qemu-storage-daemon",
                Arguments = ["--blockdev", "null-co,node-name=disk0,read-zeroes=on"],
            }
        );
        await using QmpClient client = await ConnectAsync(daemon);
        Assert.Equal(1, (await client.ExecuteRawAsync("query-named-block-nodes").WaitAsync(WaitTimeout)).Count);
    }

    [QemuFact]
    public async Task Exited_AfterQuit_IsZero()
    {
        await using QemuProcess qemu = Start();
        Assert.Equal(0, await QuitAsync(qemu));
    }

    [QemuFact]
    public async Task EndExplanation_AfterQuit_HasProgramAndExitCode()
    {
        await using QemuProcess qemu = Start();
        await QuitAsync(qemu);
        Assert.Matches(@"^qemu-system-x86_64\b.*\b0\b", await qemu.Monitor.ExplainEndAsync());
    }

    [QemuFact]
    public async Task Closed_WhenQemuIsKilled_ReportsTheSignal()
    {
        await using QemuProcess qemu = Start();
        await using QmpClient client = await ConnectAsync(qemu);
        qemu.Kill();
        QmpException? cause = await client.Closed.WaitAsync(WaitTimeout);
        Assert.Matches(@"\bqemu-system-x86_64\b.*\b9\b", cause?.Message);
        Assert.Equal(137, await qemu.Exited.WaitAsync(WaitTimeout));
        qemu.Kill();
    }

    [QemuFact]
    public async Task Dispose_WhileQemuRuns_KillsItAndExplainsTheEnd()
    {
        QemuProcess qemu = Start();
        await using QmpClient client = await ConnectAsync(qemu);
        Task<int> exited = qemu.Exited;
        await Task.WhenAll(qemu.DisposeAsync().AsTask(), qemu.DisposeAsync().AsTask()).WaitAsync(WaitTimeout);
        Assert.True(exited.IsCompletedSuccessfully);
        await client.Closed.WaitAsync(WaitTimeout);
        Assert.Matches(@"^qemu-system-x86_64\b[^\d]+$", await qemu.Monitor.ExplainEndAsync());
        await qemu.DisposeAsync();
        qemu.Kill();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => ConnectAsync(qemu));
    }

    [QemuFact]
    public async Task Dispose_AfterExit_KeepsTheReportedCause()
    {
        QemuProcess qemu = Start();
        await QuitAsync(qemu);
        string? explanation = await qemu.Monitor.ExplainEndAsync();
        await qemu.DisposeAsync();
        Assert.Equal(explanation, await qemu.Monitor.ExplainEndAsync());
    }

    [QemuFact]
    public async Task Dispose_WithoutConnection_LeavesNoFiles()
    {
        await using QemuProcess qemu = Start();
    }

    [QemuFact]
    public async Task Dispose_WithChildProcesses_KillsThem()
    {
        string fifo = CreateFifo();
        QemuProcess qemu = QemuProcess.Start(Script($"sleep 1000 >{fifo} & exec qemu-system-x86_64 \"$@\""));
        await using (qemu)
        {
            // The child keeps the FIFO open until it exits.
            await using FileStream childOutput = await Task.Run(() => File.OpenRead(fifo)).WaitAsync(WaitTimeout);
            await using QmpClient client = await ConnectAsync(qemu);
            Task<int> end = childOutput.ReadAsync(new byte[1]).AsTask();
            Assert.False(end.IsCompleted);
            await qemu.DisposeAsync();
            Assert.Equal(0, await end.WaitAsync(WaitTimeout));
        }
    }

    [QemuFact]
    public async Task Exited_WhenChildOutlivesQemu_Completes()
    {
        string fifo = CreateFifo();
        QemuProcess qemu = QemuProcess.Start(Script($"(read line <{fifo} &); echo gone >&2; exit 3"));
        Assert.Equal(3, await qemu.Exited.WaitAsync(WaitTimeout));
        Assert.Equal("gone\n", qemu.ErrorOutput);
        Assert.Matches(@"\b3\b.*gone$", await qemu.Monitor.ExplainEndAsync());
        await qemu.DisposeAsync().AsTask().WaitAsync(WaitTimeout);
        await File.WriteAllTextAsync(fifo, "\n").WaitAsync(WaitTimeout);
    }

    [QemuFact]
    public async Task Closed_WhenChildHoldsStandardError_ReportsTheExit()
    {
        string fifo = CreateFifo();
        await using QemuProcess qemu = QemuProcess.Start(
            Script($"(read line <{fifo} &); exec qemu-system-x86_64 \"$@\"")
        );
        await using QmpClient client = await ConnectAsync(qemu);
        qemu.Kill();
        QmpException? cause = await client.Closed.WaitAsync(WaitTimeout);
        Assert.Matches(@"\bsh\b.*\b9\b", cause?.Message);
        await File.WriteAllTextAsync(fifo, "\n").WaitAsync(WaitTimeout);
    }

    [QemuFact]
    public async Task Closed_WithLateErrorOutput_IncludesIt()
    {
        // A child prints the text after QEMU has exited.
        await using QemuProcess qemu = QemuProcess.Start(Script("(sleep 0.3; echo late >&2) & exit 1"));
        QmpConnectionException e = await Assert.ThrowsAsync<QmpConnectionException>(() => ConnectAsync(qemu));
        Assert.EndsWith("late", e.Message, StringComparison.Ordinal);
    }

    [QemuFact]
    public async Task Start_WithStorageDaemonInArguments_StartsQemu()
    {
        await using QemuProcess qemu = Start("-name", "qemu-storage-daemon");
        Assert.Equal(0, await QuitAsync(qemu));
    }

    [QemuFact]
    public async Task Start_WithEnvironmentAndWorkingDirectory_PassesThem()
    {
        await using QemuProcess qemu = QemuProcess.Start(
            Script("echo \"$SETTING ${LANG-none}\" >&2; pwd -P >&2; exec qemu-system-x86_64 \"$@\"") with
            {
                Environment = new Dictionary<string, string?> { ["SETTING"] = "a, b", ["LANG"] = null },
                WorkingDirectory = Folder,
            }
        );
        await QuitAsync(qemu);
        Assert.Equal($"a, b none\n{Folder}\n", qemu.ErrorOutput);
    }

    [QemuFact]
    public async Task ErrorOutput_WhenLarge_KeepsItsEndAndDoesNotBlockQemu()
    {
        // 2 MiB on both outputs, and a two-byte character of which only the second half is near enough to the end to
        // be kept.
        await using QemuProcess qemu = QemuProcess.Start(
            Script(
                """
                head -c 2097152 /dev/zero | tr '\0' x | tee /dev/stderr
                (printf 'é'; head -c 65530 /dev/zero | tr '\0' y; printf 'last\n') >&2
                exec qemu-system-x86_64 "$@"
                """
            )
        );
        await QuitAsync(qemu);
        Assert.Equal(new string('y', 65530) + "last\n", qemu.ErrorOutput);
        string explanation = (await qemu.Monitor.ExplainEndAsync())!;
        Assert.EndsWith("last", explanation, StringComparison.Ordinal);
        Assert.InRange(explanation.Length, 1000, 3000);
    }

    [QemuFact]
    public async Task ErrorOutput_WithLogger_IsLoggedByLine()
    {
        RecordingLogger logger = new();
        await using QemuProcess qemu = QemuProcess.Start(
            Script("echo careful >&2; exec qemu-system-x86_64 \"$@\"") with
            {
                Logger = logger,
            }
        );
        string warning = await logger.FirstWarning.WaitAsync(WaitTimeout);
        Assert.StartsWith($"{qemu}", warning, StringComparison.Ordinal);
        Assert.EndsWith("careful", warning, StringComparison.Ordinal);
    }
}
