namespace QmpGen.Operations.Tests;

public sealed class RunAgainstGuestAgentTests
{
    [GuestAgentFact]
    public async Task Program_ThatExits_GivesItsOutputAndExitCode()
    {
        await using RealGuestAgent agent = await RealGuestAgent.StartAsync();
        await using AgentClient client = await AgentClient.ConnectAsync(agent.Endpoint);

        GuestRunResult result = await client.RunAsync("sh", ["-c", "echo 'a  b'; echo é >&2; exit 3"]);

        Assert.Equal("a  b\n", result.Output);
        Assert.Equal("é\n", result.ErrorOutput);
        Assert.Equal(3, result.ExitCode);
        Assert.Null(result.Signal);
        Assert.False(result.IsOutputTruncated);
    }

    [GuestAgentFact]
    public async Task Program_WithInputAndEnvironment_ReceivesThem()
    {
        await using RealGuestAgent agent = await RealGuestAgent.StartAsync();
        await using AgentClient client = await AgentClient.ConnectAsync(agent.Endpoint);
        byte[] input = [.. Enumerable.Range(0, 200_000).Select(i => (byte)i)];
        GuestRunOptions options = new() { Input = input, Environment = ["COLOR=blue"] };

        GuestRunResult result = await client.RunAsync("/bin/sh", ["-c", "/bin/cat; echo $COLOR >&2"], options);

        Assert.True(result.OutputBytes.Span.SequenceEqual(input));
        Assert.Equal("blue\n", result.ErrorOutput);
    }

    [GuestAgentFact]
    public async Task Program_ThatIsKilled_GivesTheSignal()
    {
        await using RealGuestAgent agent = await RealGuestAgent.StartAsync();
        await using AgentClient client = await AgentClient.ConnectAsync(agent.Endpoint);

        GuestRunResult result = await client.RunAsync("sh", ["-c", "kill -KILL $$"]);

        Assert.Equal(9, result.Signal);
        Assert.Null(result.ExitCode);
    }

    [GuestAgentFact]
    public async Task Program_ThatNeverEnds_IsKilledAtTheTimeout()
    {
        await using RealGuestAgent agent = await RealGuestAgent.StartAsync();
        await using AgentClient client = await AgentClient.ConnectAsync(agent.Endpoint);
        GuestRunOptions options = new() { Timeout = TimeSpan.FromMilliseconds(100) };

        QmpTimeoutException e = await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            client.RunAsync("sh", ["-c", "exec sleep 1000"], options)
        );

        Assert.Matches(
            @"^The program 'sh' \(process \d+ of the guest\) did not end within .*\. It was killed\.$",
            e.Message
        );
        Assert.False(Directory.Exists($"/proc/{ParsePid(e.Message)}"));
    }

    [GuestAgentFact]
    public async Task Program_WhoseChildKeepsTheOutput_IsReportedAsKilled()
    {
        await using RealGuestAgent agent = await RealGuestAgent.StartAsync();
        await using AgentClient client = await AgentClient.ConnectAsync(agent.Endpoint);
        GuestRunOptions options = new()
        {
            Timeout = TimeSpan.FromMilliseconds(300),
            QueryTimeout = TimeSpan.FromSeconds(3),
        };

        QmpTimeoutException e = await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            client.RunAsync("sh", ["-c", "sleep 20; true"], options)
        );

        Assert.Contains("It was killed, but the agent has not reported its end", e.Message, StringComparison.Ordinal);
    }

    [GuestAgentFact]
    public async Task Program_WhenCanceled_IsKilled()
    {
        await using RealGuestAgent agent = await RealGuestAgent.StartAsync();
        await using AgentClient client = await AgentClient.ConnectAsync(agent.Endpoint);
        using CancellationTokenSource cancellation = new();
        string fifo = Path.Combine(agent.Directory, "fifo");
        await client.RunAsync("mkfifo", [fifo]);
        Task<GuestRunResult> run = client.RunAsync(
            "sh",
            ["-c", $"echo $$ > {fifo}; exec sleep 1000"],
            cancellationToken: cancellation.Token
        );
        string pid = (await File.ReadAllTextAsync(fifo)).Trim();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.False(Directory.Exists($"/proc/{pid}"));
    }

    [GuestAgentFact]
    public async Task Output_BeyondTheLimit_IsTruncated()
    {
        await using RealGuestAgent agent = await RealGuestAgent.StartAsync();
        await using AgentClient client = await AgentClient.ConnectAsync(agent.Endpoint);

        GuestRunResult result = await client.RunAsync("head", ["-c", "17000000", "/dev/zero"]);

        Assert.True(result.IsOutputTruncated);
        Assert.False(result.IsErrorOutputTruncated);
        Assert.Equal(16 * 1024 * 1024, result.OutputBytes.Length);
    }

    [GuestAgentFact]
    public async Task Program_ThatDoesNotExist_ThrowsTheErrorOfTheAgent()
    {
        await using RealGuestAgent agent = await RealGuestAgent.StartAsync();
        await using AgentClient client = await AgentClient.ConnectAsync(agent.Endpoint);

        QmpCommandException e = await Assert.ThrowsAsync<QmpCommandException>(() => client.RunAsync("/no/such"));

        Assert.Contains("/no/such", e.Message, StringComparison.Ordinal);
    }

    [GuestAgentFact]
    public async Task Programs_AtTheSameTime_GiveSeparateResults()
    {
        await using RealGuestAgent agent = await RealGuestAgent.StartAsync();
        await using AgentClient client = await AgentClient.ConnectAsync(agent.Endpoint);

        GuestRunResult[] results = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(i => client.RunAsync("echo", [$"{i}"]))
        );

        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"{i}\n"), results.Select(result => result.Output));
    }

    private static string ParsePid(string message) => message.Split("process ")[1].Split(' ')[0];
}
