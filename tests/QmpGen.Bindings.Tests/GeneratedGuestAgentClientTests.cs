using System.Text;
using Qga;
using QmpGen.Tests;
using Xunit;

namespace QmpGen.Bindings.Tests;

/// <summary>The generated guest agent client with a real agent on this machine.</summary>
public sealed class GeneratedGuestAgentClientTests
{
    private static readonly CancellationToken s_timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;

    [GuestAgentFact]
    public async Task GuestInfo_FromRealAgent_HasVersionAndCommands()
    {
        await using RealGuestAgent agent = await RealGuestAgent.StartAsync();
        await using QgaClient guest = await QgaClient.ConnectAsync(agent.Endpoint, cancellationToken: s_timeout);

        await guest.GuestPingAsync(s_timeout);
        GuestAgentInfo info = await guest.GuestInfoAsync(s_timeout);

        Assert.Matches(@"^\d+\.\d+", info.Version);
        GuestAgentCommandInfo shutdown = Assert.Single(
            info.SupportedCommands,
            command => command.Name == GuestShutdownCommand.WireName
        );
        Assert.False(shutdown.SuccessResponse);
        GuestOSInfo os = await guest.GuestGetOsinfoAsync(s_timeout);
        Assert.Equal(await File.ReadAllTextAsync("/proc/sys/kernel/osrelease", s_timeout), os.KernelRelease + "\n");
    }

    [GuestAgentFact]
    public async Task GuestExec_WithInput_ReturnsOutputAndExitCode()
    {
        await using RealGuestAgent agent = await RealGuestAgent.StartAsync();
        await using QgaClient guest = await QgaClient.ConnectAsync(agent.Endpoint, cancellationToken: s_timeout);

        GuestExec started = await guest.ExecuteAsync(
            new GuestExecCommand
            {
                Path = "/bin/sh",
                Arg = ["-c", "cat; exit 3"],
                InputData = Convert.ToBase64String("hello"u8),
                CaptureOutput = true,
            },
            s_timeout
        );
        GuestExecStatus status;
        while (!(status = await guest.GuestExecStatusAsync(started.Pid, s_timeout)).Exited)
        {
            await Task.Delay(5, s_timeout);
        }

        Assert.Equal(3, status.Exitcode);
        Assert.Equal("hello", Encoding.UTF8.GetString(Convert.FromBase64String(status.OutData!)));
    }

    [GuestAgentFact]
    public async Task GuestFile_WrittenAndReadBack_HasTheContent()
    {
        await using RealGuestAgent agent = await RealGuestAgent.StartAsync();
        await using QgaClient guest = await QgaClient.ConnectAsync(agent.Endpoint, cancellationToken: s_timeout);

        long file = await guest.ExecuteAsync(
            new GuestFileOpenCommand { Path = Path.Combine(agent.Directory, "file"), Mode = "w+" },
            s_timeout
        );
        GuestFileWrite written = await guest.GuestFileWriteAsync(
            file,
            Convert.ToBase64String("written in the guest"u8),
            s_timeout
        );
        Assert.Equal(20, written.Count);
        await guest.GuestFileSeekAsync(file, 11, QGASeek.Set, s_timeout);
        GuestFileRead read = await guest.ExecuteAsync(
            new GuestFileReadCommand { Handle = file, Count = 100 },
            s_timeout
        );
        Assert.Equal("the guest", Encoding.UTF8.GetString(Convert.FromBase64String(read.BufB64)));
        Assert.True(read.Eof);
        await guest.GuestFileCloseAsync(file, s_timeout);

        QmpCommandException closed = await Assert.ThrowsAsync<QmpCommandException>(() =>
            guest.GuestFileCloseAsync(file, s_timeout)
        );
        Assert.Equal("guest-file-close", closed.Command);
    }

    [GuestAgentFact]
    public async Task CommandWithoutReply_WhenSent_CompletesAtOnce()
    {
        await using RealGuestAgent agent = await RealGuestAgent.StartAsync();
        await using QgaClient guest = await QgaClient.ConnectAsync(agent.Endpoint, cancellationToken: s_timeout);

        // The invalid mode keeps the machine up; the client ignores the error that the agent reports.
        await guest.ExecuteAsync(new GuestShutdownCommand { Mode = "invalid" }, s_timeout);
        Assert.Equal(4711, await guest.GuestSyncAsync(4711, s_timeout));
    }
}
