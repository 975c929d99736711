using System.Diagnostics;
using System.Runtime.Versioning;

namespace QmpGen.Tests;

/// <summary>Connecting to the monitor of a started QEMU.</summary>
public sealed class QemuProcessConnectTests : QemuProcessTestBase
{
    [QemuFact]
    public async Task Connect_WhenQemuRejectsAnArgument_ThrowsWithItsOutput()
    {
        await using QemuProcess qemu = Start("-M", "nope");
        QmpConnectionException e = await Assert.ThrowsAsync<QmpConnectionException>(() => ConnectAsync(qemu));
        Assert.Contains("qemu-system-x86_64: unsupported machine type", e.Message, StringComparison.Ordinal);
        QmpConnectionException again = await Assert.ThrowsAsync<QmpConnectionException>(() => ConnectAsync(qemu));
        Assert.Equal(e.Message, again.Message);
    }

    [QemuFact]
    public async Task Connect_WhenQemuExitsAfterConnecting_ThrowsWithItsOutput()
    {
        await using QemuProcess qemu = Start("-device", "nope");
        QmpConnectionException e = await Assert.ThrowsAsync<QmpConnectionException>(() => ConnectAsync(qemu));
        Assert.EndsWith(
            "qemu-system-x86_64: -device nope: 'nope' is not a valid device model name",
            e.Message,
            StringComparison.Ordinal
        );
        Assert.Equal(1, await qemu.Exited.WaitAsync(WaitTimeout));
    }

    [QemuFact]
    public async Task Connect_WhenCalledTwice_ThrowsWithRemedy()
    {
        await using QemuProcess qemu = Start();
        await using QmpClient first = await ConnectAsync(qemu);
        QmpConnectionException e = await Assert.ThrowsAsync<QmpConnectionException>(() => ConnectAsync(qemu));
        Assert.Contains($"{qemu}", e.Message, StringComparison.Ordinal);
        Assert.Contains("-qmp unix:PATH", e.Message, StringComparison.Ordinal);
        await first.ExecuteRawAsync("query-version").WaitAsync(WaitTimeout);
    }

    [QemuFact]
    public async Task Connect_WhenProgramNeverConnects_ThrowsTimeoutWithItsName()
    {
        await using QemuProcess qemu = QemuProcess.Start(Script("echo some output >&2; exec sleep 1000"));
        QmpTimeoutException e = await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            QmpClient.ConnectAsync(
                qemu.Monitor,
                new QmpClientOptions { ConnectTimeout = TimeSpan.FromMilliseconds(500) }
            )
        );
        Assert.Contains($"{qemu}", e.Message, StringComparison.Ordinal);
        Assert.EndsWith("some output", e.Message, StringComparison.Ordinal);
        Assert.Null(await qemu.Monitor.ExplainEndAsync());
    }

    [QemuFact]
    public async Task SilenceExplanation_WhenQemuHasConnected_NamesIt()
    {
        // QEMU gets the chardev, but not the monitor behind it.
        await using QemuProcess qemu = QemuProcess.Start(
            Script("exec qemu-system-x86_64 -M none -nodefaults -display none --chardev \"$7\"")
        );
        using CancellationTokenSource cancellation = new(WaitTimeout);
        await using (Stream connection = await qemu.AcceptConnectionAsync(cancellation.Token))
        {
            Assert.Contains(
                $"{qemu}",
                qemu.Monitor.ExplainSilence(TransportOptions.From(QmpClientOptions.Default), ""),
                StringComparison.Ordinal
            );
        }
    }

    [QemuFact]
    public async Task ExperimentalOutOfBand_OnQemu30_AddsTheOption()
    {
        await using QemuProcess qemu = QemuProcess.Start(Qemu30 with { ExperimentalOutOfBand = true });
        await using QmpClient client = await ConnectAsync(qemu);
        Assert.True(client.OutOfBandEnabled);
        Assert.Equal("chardev=qmpgen,mode=control,x-oob=on", qemu.ErrorOutput.Trim());
    }

    [QemuFact]
    public async Task ExperimentalOutOfBand_OnLaterQemu_ThrowsWithItsName()
    {
        await using QemuProcess qemu = QemuProcess.Start(Qemu with { ExperimentalOutOfBand = true });
        QmpConnectionException e = await Assert.ThrowsAsync<QmpConnectionException>(() => ConnectAsync(qemu));
        Assert.Contains("x-oob", e.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(QemuProcessOptions.ExperimentalOutOfBand), e.Message, StringComparison.Ordinal);
    }

    [QemuFact]
    public async Task Connect_WhileStartedQemuWaitsForAnotherClient_SaysThatItIsStarting()
    {
        await using QemuProcess qemu = Start("-serial", $"unix:{Folder}/serial,server=on,wait=on");
        QmpTimeoutException e = await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            QmpClient.ConnectAsync(qemu.Monitor, new() { ConnectTimeout = TimeSpan.FromSeconds(2) })
        );
        Assert.Contains("the response to qmp_capabilities", e.Message, StringComparison.Ordinal);
        Assert.Contains("wait=on", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("another client", e.Message, StringComparison.Ordinal);
    }

    [QemuFact]
    public async Task Connect_AfterCanceledAttempt_Succeeds()
    {
        string fifo = CreateFifo();
        await using QemuProcess qemu = QemuProcess.Start(Script($"read line <{fifo}; exec qemu-system-x86_64 \"$@\""));
        using CancellationTokenSource cancellation = new();
        Task<QmpClient> first = ConnectAsync(qemu, cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.WaitAsync(WaitTimeout));
        await File.WriteAllTextAsync(fifo, "\n").WaitAsync(WaitTimeout);
        await using QmpClient second = await ConnectAsync(qemu);
        await second.ExecuteRawAsync("query-version").WaitAsync(WaitTimeout);
    }

    [QemuFact]
    public async Task Connect_WhenProcessIsDisposed_Throws()
    {
        QemuProcess qemu = QemuProcess.Start(Script("exec sleep 1000"));
        Task<QmpClient> connecting = ConnectAsync(qemu);
        await qemu.DisposeAsync();
        await Assert.ThrowsAsync<QmpConnectionException>(() => connecting.WaitAsync(WaitTimeout));
    }

    [Theory]
    [InlineData("qemu-system-x86_65")]
    [InlineData("/nowhere/qemu-system-x86_64")]
    [InlineData("/etc/passwd")]
    [InlineData("/etc")]
    public void Start_WithUnusableProgram_ThrowsWithItsName(string program)
    {
        QmpConnectionException e = Assert.Throws<QmpConnectionException>(() =>
            QemuProcess.Start(Qemu with { Program = program })
        );
        Assert.Contains($"'{program}'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_WithProgramNameInCurrentDirectory_DoesNotRunIt()
    {
        string name = $"qemu-{Guid.NewGuid():N}";
        File.Copy("/bin/sh", name);
        try
        {
            QmpConnectionException e = Assert.Throws<QmpConnectionException>(() =>
                QemuProcess.Start(Qemu with { Program = name })
            );
            Assert.Contains($"'{name}'", e.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(name);
        }
    }

    [Fact]
    public void Start_WithMissingWorkingDirectory_ThrowsWithItsPath()
    {
        QemuProcessOptions options = Script("exit") with { WorkingDirectory = "/nowhere" };
        QmpConnectionException e = Assert.Throws<QmpConnectionException>(() => QemuProcess.Start(options));
        Assert.Contains("'sh'", e.Message, StringComparison.Ordinal);
        Assert.Contains("'/nowhere'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_WithMissingTempDirectory_ThrowsWithItsPath()
    {
        QmpConnectionException e = Assert.Throws<QmpConnectionException>(() =>
            QemuProcess.Start(Script("exit") with { SocketFolder = "/nowhere" })
        );
        Assert.Contains("'/nowhere'", e.Message, StringComparison.Ordinal);
        Assert.Contains("TMPDIR", e.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists("/nowhere"));
    }

    [Fact]
    public void Start_WithDaemonize_Throws()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => Start("-daemonize"));
        Assert.Contains("-daemonize", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Program")]
    [InlineData("Arguments[1]")]
    [InlineData("WorkingDirectory")]
    [InlineData("Environment[\"NAME\"]")]
    [InlineData("A name in Environment")]
    public void Start_WithNulCharacter_ThrowsWithThePlaceOnly(string place)
    {
        const string Text = "hunter2\0";
        QemuProcessOptions options = new()
        {
            Program = place == "Program" ? Text : "sh",
            Arguments = ["-c", place == "Arguments[1]" ? Text : "exit"],
            WorkingDirectory = place == "WorkingDirectory" ? Text : null,
            Environment = new Dictionary<string, string?>
            {
                [place == "A name in Environment" ? Text : "NAME"] = place == "Environment[\"NAME\"]" ? Text : "value",
            },
        };

        ArgumentException e = Assert.Throws<ArgumentException>(() => QemuProcess.Start(options));

        Assert.StartsWith(place, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", e.Message, StringComparison.Ordinal);
    }

    [QemuFact]
    public async Task Connect_WithCommaInSocketPath_Succeeds()
    {
        string folder = Directory.CreateDirectory(Path.Combine(Folder, "a,server=on,b")).FullName;
        await using QemuProcess qemu = QemuProcess.Start(Qemu with { SocketFolder = folder });
        Assert.Equal(0, await QuitAsync(qemu));
    }

    [QemuFact]
    public async Task Connect_WithTempPathTooLongForSocket_Succeeds()
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
    public void SocketDirectory_WhenCreated_IsAccessibleToItsOwnerOnly()
    {
        using QemuListener listener = QemuListener.Open(SocketFolder);
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            Assert.Single(new DirectoryInfo(SocketFolder).GetDirectories()).UnixFileMode
        );
    }

    [QemuFact]
    public async Task Connect_WithoutUnixSockets_UsesLoopbackPort()
    {
        using QemuListener listener = QemuListener.OpenLoopback();
        using Process process = QemuLauncher.Start(Qemu, listener);
        using CancellationTokenSource timeout = new(WaitTimeout);
        await using QmpClient client = await QmpClient.ConnectAsync(await listener.AcceptAsync(timeout.Token));
        await client.ExecuteRawAsync("quit").WaitAsync(WaitTimeout);
        await process.WaitForExitAsync(timeout.Token);
    }
}
