using System.Text.Json;

namespace QmpGen.Tests;

/// <summary>The life of a QEMU that we have started.</summary>
public sealed class QemuProcessTests : QemuProcessHarness
{
    [QemuFact]
    public async Task A_started_QEMU_answers_and_its_socket_is_gone_by_then()
    {
        await using QemuProcess qemu = Start();
        await using QmpClient client = await ConnectAsync(qemu);
        JsonElement version = await client.ExecuteRawAsync("query-version").WaitAsync(Patience);
        Assert.Equal(client.Greeting.Version.Major, version.GetProperty("qemu").GetProperty("major").GetInt32());
        Assert.Empty(Directory.EnumerateFileSystemEntries(SocketFolder));
        Assert.False(qemu.Exited.IsCompleted);
        Assert.Equal($"qemu-system-x86_64 (process {qemu.Id})", qemu.ToString());
    }

    [StorageDaemonFact]
    public async Task A_started_storage_daemon_answers()
    {
        await using QemuProcess daemon = QemuProcess.Start(
            Qemu with
            {
                Program = "qemu-storage-daemon",
                Arguments = ["--blockdev", "null-co,node-name=disk0,read-zeroes=on"],
            }
        );
        await using QmpClient client = await ConnectAsync(daemon);
        Assert.Equal(1, (await client.ExecuteRawAsync("query-named-block-nodes").WaitAsync(Patience)).GetArrayLength());
    }

    [QemuFact]
    public async Task A_QEMU_that_quits_exits_with_zero()
    {
        await using QemuProcess qemu = Start();
        Assert.Equal(0, await QuitAsync(qemu));
        Assert.Equal("qemu-system-x86_64 ended with exit code 0.", await qemu.Monitor.ExplainEndAsync());
    }

    [QemuFact]
    public async Task A_killed_QEMU_is_told_as_such()
    {
        await using QemuProcess qemu = Start();
        await using QmpClient client = await ConnectAsync(qemu);
        qemu.Kill();
        QmpException? cause = await client.Closed.WaitAsync(Patience);
        Assert.EndsWith("qemu-system-x86_64 was killed by signal 9.", cause?.Message, StringComparison.Ordinal);
        Assert.Equal(137, await qemu.Exited.WaitAsync(Patience));
        qemu.Kill();
    }

    [QemuFact]
    public async Task Disposing_ends_QEMU_and_says_that_it_did()
    {
        QemuProcess qemu = Start();
        await using QmpClient client = await ConnectAsync(qemu);
        Task<int> exited = qemu.Exited;
        await Task.WhenAll(qemu.DisposeAsync().AsTask(), qemu.DisposeAsync().AsTask()).WaitAsync(Patience);
        Assert.True(exited.IsCompletedSuccessfully);
        await client.Closed.WaitAsync(Patience);
        Assert.Equal("qemu-system-x86_64 was ended by this program.", await qemu.Monitor.ExplainEndAsync());
        await qemu.DisposeAsync();
        qemu.Kill();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => ConnectAsync(qemu));
    }

    [QemuFact]
    public async Task Disposing_what_has_ended_by_itself_does_not_change_what_is_told()
    {
        QemuProcess qemu = Start();
        Assert.Equal(0, await QuitAsync(qemu));
        await qemu.DisposeAsync();
        Assert.Equal("qemu-system-x86_64 ended with exit code 0.", await qemu.Monitor.ExplainEndAsync());
    }

    [QemuFact]
    public async Task A_QEMU_that_nobody_has_connected_to_leaves_nothing_behind()
    {
        await using QemuProcess qemu = Start();
    }

    [QemuFact]
    public async Task Disposing_kills_the_children_too()
    {
        string fifo = MakeFifo();
        QemuProcess qemu = QemuProcess.Start(Script($"sleep 1000 >{fifo} & exec qemu-system-x86_64 \"$@\""));
        await using (qemu)
        {
            // As long as the child lives, it holds the FIFO open.
            await using FileStream alive = await Task.Run(() => File.OpenRead(fifo)).WaitAsync(Patience);
            await using QmpClient client = await ConnectAsync(qemu);
            Task<int> end = alive.ReadAsync(new byte[1]).AsTask();
            Assert.False(end.IsCompleted);
            await qemu.DisposeAsync();
            Assert.Equal(0, await end.WaitAsync(Patience));
        }
    }

    [QemuFact]
    public async Task A_child_that_outlives_QEMU_holds_nobody_up()
    {
        string fifo = MakeFifo();
        QemuProcess qemu = QemuProcess.Start(Script($"(read line <{fifo} &); echo gone >&2; exit 3"));
        Assert.Equal(3, await qemu.Exited.WaitAsync(Patience));
        Assert.Equal("gone\n", qemu.ErrorOutput);
        Assert.Equal("sh ended with exit code 3 and said: gone", await qemu.Monitor.ExplainEndAsync());
        await qemu.DisposeAsync().AsTask().WaitAsync(Patience);
        await File.WriteAllTextAsync(fifo, "\n").WaitAsync(Patience);
    }

    [QemuFact]
    public async Task How_QEMU_ended_is_told_while_a_child_holds_its_last_words_up()
    {
        string fifo = MakeFifo();
        await using QemuProcess qemu = QemuProcess.Start(
            Script($"(read line <{fifo} &); exec qemu-system-x86_64 \"$@\"")
        );
        await using QmpClient client = await ConnectAsync(qemu);
        qemu.Kill();
        QmpException? cause = await client.Closed.WaitAsync(Patience);
        Assert.EndsWith("sh was killed by signal 9.", cause?.Message, StringComparison.Ordinal);
        await File.WriteAllTextAsync(fifo, "\n").WaitAsync(Patience);
    }

    [QemuFact]
    public async Task A_late_word_is_part_of_what_is_told()
    {
        // The words come from a child, when QEMU has ended.
        await using QemuProcess qemu = QemuProcess.Start(Script("(sleep 0.3; echo late >&2) & exit 1"));
        QmpConnectionException e = await Assert.ThrowsAsync<QmpConnectionException>(() => ConnectAsync(qemu));
        Assert.EndsWith("and said: late", e.Message, StringComparison.Ordinal);
    }

    [QemuFact]
    public async Task A_QEMU_that_is_told_of_a_storage_daemon_is_none()
    {
        await using QemuProcess qemu = Start("-name", "qemu-storage-daemon");
        Assert.Equal(0, await QuitAsync(qemu));
    }

    [QemuFact]
    public async Task Environment_and_working_directory_reach_QEMU()
    {
        await using QemuProcess qemu = QemuProcess.Start(
            Script("echo \"$ANSWER ${LANG-none}\" >&2; pwd -P >&2; exec qemu-system-x86_64 \"$@\"") with
            {
                Environment = new Dictionary<string, string?> { ["ANSWER"] = "forty, two", ["LANG"] = null },
                WorkingDirectory = Folder,
            }
        );
        await QuitAsync(qemu);
        Assert.Equal($"forty, two none\n{Folder}\n", qemu.ErrorOutput);
    }

    [QemuFact]
    public async Task However_much_it_prints_QEMU_does_not_wait_and_the_end_is_kept()
    {
        // 2 MiB on either output, and a character of two bytes whose first half is just too far from the end to be
        // kept.
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
        string told = (await qemu.Monitor.ExplainEndAsync())!;
        Assert.EndsWith("last", told, StringComparison.Ordinal);
        Assert.InRange(told.Length, 1000, 3000);
    }

    [QemuFact]
    public async Task The_lines_of_its_standard_error_are_logged()
    {
        RecordingLogger logger = new();
        await using QemuProcess qemu = QemuProcess.Start(
            Script("echo careful >&2; exec qemu-system-x86_64 \"$@\"") with
            {
                Logger = logger,
            }
        );
        Assert.Equal($"sh (process {qemu.Id}): careful", await logger.FirstWarning.WaitAsync(Patience));
    }
}
