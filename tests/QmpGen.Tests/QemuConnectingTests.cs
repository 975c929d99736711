using System.Diagnostics;
using System.Runtime.Versioning;

namespace QmpGen.Tests;

/// <summary>How the connection to a QEMU that we have started comes about, and what is told where it does
/// not.</summary>
public sealed class QemuConnectingTests : QemuProcessHarness
{
    [QemuFact]
    public async Task An_argument_that_QEMU_refuses_at_once_ends_the_connecting_with_what_it_said()
    {
        await using QemuProcess qemu = Start("-M", "nope");
        QmpConnectionException e = await Assert.ThrowsAsync<QmpConnectionException>(() => ConnectAsync(qemu));
        const string Ended =
            "qemu-system-x86_64 ended with exit code 1 before it connected to its monitor and said: qemu-system-x86_64: ";
        Assert.StartsWith(Ended, e.Message, StringComparison.Ordinal);
        Assert.Contains("unsupported machine type", e.Message, StringComparison.Ordinal);

        // It is told again, however often it is asked.
        Assert.Equal(e.Message, (await Assert.ThrowsAsync<QmpConnectionException>(() => ConnectAsync(qemu))).Message);
    }

    [QemuFact]
    public async Task An_argument_that_QEMU_refuses_when_it_has_connected_is_told_likewise()
    {
        await using QemuProcess qemu = Start("-device", "nope");
        QmpConnectionException e = await Assert.ThrowsAsync<QmpConnectionException>(() => ConnectAsync(qemu));
        Assert.EndsWith(
            "qemu-system-x86_64 ended with exit code 1 and said: qemu-system-x86_64: -device nope: 'nope' is not a valid device model name",
            e.Message,
            StringComparison.Ordinal
        );
        Assert.Equal(1, await qemu.Exited.WaitAsync(Patience));
    }

    [QemuFact]
    public async Task A_second_client_is_told_how_to_get_a_monitor_of_its_own()
    {
        await using QemuProcess qemu = Start();
        await using QmpClient first = await ConnectAsync(qemu);
        QmpConnectionException e = await Assert.ThrowsAsync<QmpConnectionException>(() => ConnectAsync(qemu));
        Assert.StartsWith($"qemu-system-x86_64 (process {qemu.Id})", e.Message, StringComparison.Ordinal);
        Assert.Contains("-qmp unix:PATH", e.Message, StringComparison.Ordinal);
        await first.ExecuteRawAsync("query-version").WaitAsync(Patience);
    }

    [QemuFact]
    public async Task A_program_that_never_connects_is_named_by_the_time_out()
    {
        await using QemuProcess qemu = QemuProcess.Start(Script("echo not me >&2; exec sleep 1000"));
        QmpTimeoutException e = await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            QmpClient.ConnectAsync(
                qemu.Monitor,
                new QmpClientOptions { ConnectTimeout = TimeSpan.FromMilliseconds(500) }
            )
        );
        Assert.Contains(
            $"(the monitor of {qemu}). {qemu} runs and has not connected",
            e.Message,
            StringComparison.Ordinal
        );
        Assert.StartsWith("sh (process ", qemu.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("and said: not me", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("another client", e.Message, StringComparison.Ordinal);
        Assert.Null(await qemu.Monitor.ExplainEndAsync());
    }

    [QemuFact]
    public async Task A_QEMU_that_connects_and_then_says_nothing_is_told_apart()
    {
        // The chardev without the monitor behind it.
        await using QemuProcess qemu = QemuProcess.Start(
            Script("exec qemu-system-x86_64 -M none -nodefaults -display none --chardev \"$7\"")
        );
        using CancellationTokenSource cancellation = new(Patience);
        await using (Stream connection = await qemu.TakeConnectionAsync(cancellation.Token))
        {
            Assert.Equal(
                $"{qemu} has connected and says nothing: it stands still, or is busy starting.",
                qemu.Monitor.ExplainSilence(TransportOptions.From(QmpClientOptions.Default), "")
            );
        }
    }

    [QemuFact]
    public async Task A_connecting_that_was_given_up_can_be_done_again()
    {
        string fifo = MakeFifo();
        await using QemuProcess qemu = QemuProcess.Start(Script($"read line <{fifo}; exec qemu-system-x86_64 \"$@\""));
        using CancellationTokenSource cancellation = new();
        Task<QmpClient> first = ConnectAsync(qemu, cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.WaitAsync(Patience));
        await File.WriteAllTextAsync(fifo, "\n").WaitAsync(Patience);
        await using QmpClient second = await ConnectAsync(qemu);
        await second.ExecuteRawAsync("query-version").WaitAsync(Patience);
    }

    [QemuFact]
    public async Task Disposing_ends_a_connecting_with_the_reason()
    {
        QemuProcess qemu = QemuProcess.Start(Script("exec sleep 1000"));
        Task<QmpClient> connecting = ConnectAsync(qemu);
        await qemu.DisposeAsync();
        QmpConnectionException e = await Assert.ThrowsAsync<QmpConnectionException>(() =>
            connecting.WaitAsync(Patience)
        );
        Assert.Equal("sh was ended by this program before it connected to its monitor.", e.Message);
    }

    [Theory]
    [InlineData("qemu-system-x86_65", "no such program on the PATH. Is QEMU installed?")]
    [InlineData("/nowhere/qemu-system-x86_64", "no such file. Is QEMU installed?")]
    [InlineData("/etc/passwd", "Permission denied.")]
    [InlineData("/etc", "it is a directory.")]
    public void A_program_that_cannot_be_started_is_named_with_the_reason(string program, string reason)
    {
        QmpConnectionException e = Assert.Throws<QmpConnectionException>(() =>
            QemuProcess.Start(Qemu with { Program = program })
        );
        Assert.StartsWith($"'{program}' cannot be started: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_in_the_current_directory_is_not_taken_for_the_program()
    {
        string name = $"qemu-{Guid.NewGuid():N}";
        File.Copy("/bin/sh", name);
        try
        {
            QmpConnectionException e = Assert.Throws<QmpConnectionException>(() =>
                QemuProcess.Start(Qemu with { Program = name })
            );
            Assert.Contains("no such program on the PATH", e.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(name);
        }
    }

    [Fact]
    public void A_working_directory_that_does_not_exist_is_named()
    {
        QemuProcessOptions options = Script("exit") with { WorkingDirectory = "/nowhere" };
        QmpConnectionException e = Assert.Throws<QmpConnectionException>(() => QemuProcess.Start(options));
        Assert.Equal("'sh' cannot be started: its working directory '/nowhere' does not exist.", e.Message);
    }

    [Fact]
    public void A_directory_for_temporary_files_that_does_not_exist_is_named()
    {
        QmpConnectionException e = Assert.Throws<QmpConnectionException>(() =>
            QemuProcess.Start(Script("exit") with { SocketFolder = "/nowhere" })
        );
        Assert.Contains("'/nowhere': there is no such directory. Let TMPDIR", e.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists("/nowhere"));
    }

    [Fact]
    public void A_QEMU_that_would_leave_for_the_background_is_refused()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => Start("-daemonize"));
        Assert.Contains("Leave the argument out", e.Message, StringComparison.Ordinal);
    }

    [QemuFact]
    public async Task A_comma_in_the_path_of_the_socket_reaches_QEMU()
    {
        string folder = Directory.CreateDirectory(Path.Combine(Folder, "a,server=on,b")).FullName;
        await using QemuProcess qemu = QemuProcess.Start(Qemu with { SocketFolder = folder });
        Assert.Equal(0, await QuitAsync(qemu));
    }

    [QemuFact]
    public async Task A_directory_that_is_too_deep_for_a_socket_is_passed_by()
    {
        string folder = Directory.CreateDirectory(Path.Combine(SocketFolder, new string('x', 100))).FullName;
        await using (QemuProcess qemu = QemuProcess.Start(Qemu with { SocketFolder = folder }))
        {
            Assert.Equal(0, await QuitAsync(qemu));
        }

        Directory.Delete(folder);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Nobody_else_may_reach_the_socket()
    {
        using QemuListener listener = QemuListener.Open(SocketFolder);
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            Assert.Single(new DirectoryInfo(SocketFolder).GetDirectories()).UnixFileMode
        );
    }

    [QemuFact]
    public async Task Where_there_is_no_unix_socket_a_port_of_this_machine_serves()
    {
        using QemuListener listener = QemuListener.OpenLoopback();
        using Process process = QemuLauncher.Start(Qemu, listener);
        using CancellationTokenSource limit = new(Patience);
        await using QmpClient client = await QmpClient.ConnectAsync(await listener.AcceptAsync(limit.Token));
        await client.ExecuteRawAsync("quit").WaitAsync(Patience);
        await process.WaitForExitAsync(limit.Token);
    }
}
