using System.Text;
using Qga;
using QmpGen.Tests;
using Xunit;

namespace QmpGen.Bindings.Tests;

/// <summary>The generated client of the guest agent, spoken to a real one on this machine.</summary>
public sealed class GuestAgentTests
{
    private static readonly CancellationToken s_limit = new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;

    [GuestAgentFact]
    public async Task Says_which_it_is_and_what_it_can()
    {
        await using RealGuestAgent agent = await RealGuestAgent.StartAsync();
        await using QgaClient guest = await QgaClient.ConnectAsync(agent.Endpoint, cancellationToken: s_limit);

        await guest.GuestPingAsync(s_limit);
        GuestAgentInfo info = await guest.GuestInfoAsync(s_limit);

        Assert.Matches(@"^\d+\.\d+", info.Version);
        GuestAgentCommandInfo shutdown = Assert.Single(
            info.SupportedCommands,
            command => command.Name == GuestShutdownCommand.WireName
        );
        Assert.False(shutdown.SuccessResponse);
        GuestOSInfo os = await guest.GuestGetOsinfoAsync(s_limit);
        Assert.Equal(await File.ReadAllTextAsync("/proc/sys/kernel/osrelease", s_limit), os.KernelRelease + "\n");
    }

    [GuestAgentFact]
    public async Task Executes_a_program_and_gives_its_output()
    {
        await using RealGuestAgent agent = await RealGuestAgent.StartAsync();
        await using QgaClient guest = await QgaClient.ConnectAsync(agent.Endpoint, cancellationToken: s_limit);

        GuestExec started = await guest.ExecuteAsync(
            new GuestExecCommand
            {
                Path = "/bin/sh",
                Arg = ["-c", "cat; exit 3"],
                InputData = Convert.ToBase64String("hello"u8),
                CaptureOutput = true,
            },
            s_limit
        );
        GuestExecStatus status;
        while (!(status = await guest.GuestExecStatusAsync(started.Pid, s_limit)).Exited)
        {
            await Task.Delay(5, s_limit);
        }

        Assert.Equal(3, status.Exitcode);
        Assert.Equal("hello", Encoding.UTF8.GetString(Convert.FromBase64String(status.OutData!)));
    }

    [GuestAgentFact]
    public async Task Writes_and_reads_a_file()
    {
        await using RealGuestAgent agent = await RealGuestAgent.StartAsync();
        await using QgaClient guest = await QgaClient.ConnectAsync(agent.Endpoint, cancellationToken: s_limit);

        long file = await guest.ExecuteAsync(
            new GuestFileOpenCommand { Path = Path.Combine(agent.Directory, "file"), Mode = "w+" },
            s_limit
        );
        GuestFileWrite written = await guest.GuestFileWriteAsync(
            file,
            Convert.ToBase64String("written in the guest"u8),
            s_limit
        );
        Assert.Equal(20, written.Count);
        await guest.GuestFileSeekAsync(file, 11, QGASeek.Set, s_limit);
        GuestFileRead read = await guest.ExecuteAsync(new GuestFileReadCommand { Handle = file, Count = 100 }, s_limit);
        Assert.Equal("the guest", Encoding.UTF8.GetString(Convert.FromBase64String(read.BufB64)));
        Assert.True(read.Eof);
        await guest.GuestFileCloseAsync(file, s_limit);

        QmpCommandException closed = await Assert.ThrowsAsync<QmpCommandException>(() =>
            guest.GuestFileCloseAsync(file, s_limit)
        );
        Assert.Equal("guest-file-close", closed.Command);
    }

    [GuestAgentFact]
    public async Task A_command_that_is_not_answered_does_not_wait()
    {
        await using RealGuestAgent agent = await RealGuestAgent.StartAsync();
        await using QgaClient guest = await QgaClient.ConnectAsync(agent.Endpoint, cancellationToken: s_limit);

        // A mode that there is not, so that the machine stays up; the agent's complaint is nobody's answer.
        await guest.ExecuteAsync(new GuestShutdownCommand { Mode = "no such mode" }, s_limit);
        Assert.Equal(4711, await guest.GuestSyncAsync(4711, s_limit));
    }
}
