using System.Text.Json;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

/// <summary>A real QEMU that stands still, as one does whose process was stopped: it neither reads nor answers, and its
/// socket stays open.</summary>
public sealed class StoppedQemuTests
{
    private static readonly QmpCallOptions s_short = new() { Timeout = TimeSpan.FromMilliseconds(200) };

    [QemuFact]
    public async Task A_call_with_a_limit_ends_and_the_connection_lives_when_QEMU_goes_on()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        (RequestTap requests, QmpClient client) = await RequestTap.ConnectAsync(qemu);
        await using (client)
        {
            await qemu.PauseAsync();
            Task[] calls =
            [
                .. Enumerable.Range(0, 20).Select(_ => client.ExecuteRawAsync("query-status", null, s_short)),
                client.ExecuteRawOutOfBandAsync("query-yank", null, s_short),
            ];
            foreach (Task call in calls)
            {
                QmpTimeoutException e = await Assert.ThrowsAsync<QmpTimeoutException>(() => call.WaitAsync(Patience));
                Assert.StartsWith("Waited 0.2 s for the answer to 'query-", e.Message, StringComparison.Ordinal);
                Assert.Contains("a process that was stopped", e.Message, StringComparison.Ordinal);
            }

            // Eight and the one out-of-band have left. Their answers come late, are dropped, and give the places back.
            Task<JsonElement>[] later = [.. Enumerable.Range(0, 20).Select(_ => client.ExecuteRawAsync("query-name"))];
            for (int i = 0; i < 9; i++)
            {
                Assert.NotEqual("query-name", (await requests.NextAsync()).Command);
            }

            Assert.True(requests.IsEmpty);
            await qemu.ResumeAsync();
            await Task.WhenAll(later).WaitAsync(Patience);
            for (int i = 0; i < 20; i++)
            {
                Assert.Equal("query-name", (await requests.NextAsync()).Command);
            }
        }
    }

    [QemuFact]
    public async Task A_call_without_a_limit_is_answered_when_QEMU_goes_on()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using QmpClient client = await QmpClient.ConnectAsync(qemu.Endpoint);
        await qemu.PauseAsync();
        Task<JsonElement> patient = client.ExecuteRawAsync("query-status");
        await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            client.ExecuteRawAsync("query-name", null, s_short).WaitAsync(Patience)
        );
        Assert.False(patient.IsCompleted);
        await qemu.ResumeAsync();
        Assert.True((await patient.WaitAsync(Patience)).TryGetProperty("running", out _));
    }

    [QemuFact]
    public async Task Connecting_ends_in_time_and_succeeds_when_QEMU_goes_on()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await qemu.PauseAsync();
        QmpTimeoutException e = await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            QmpClient.ConnectAsync(qemu.Endpoint, new() { ConnectTimeout = TimeSpan.FromMilliseconds(200) })
        );
        Assert.Contains("QEMU's greeting", e.Message, StringComparison.Ordinal);
        await qemu.ResumeAsync();
        await using QmpClient client = await QmpClient.ConnectAsync(qemu.Endpoint);
        await client.ExecuteRawAsync("query-status").WaitAsync(Patience);
    }

    [QemuFact]
    public async Task A_request_that_cannot_be_written_ends_the_connection_in_time_and_says_why()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using QmpClient client = await QmpClient.ConnectAsync(
            qemu.Endpoint,
            new() { WriteTimeout = TimeSpan.FromMilliseconds(200) }
        );
        await qemu.PauseAsync();
        Task small = client.ExecuteRawAsync("query-status");
        Task large = client.ExecuteRawAsync(
            "device_del",
            JsonElement.Parse($$"""{"id":"{{new string('x', 4 << 20)}}"}""")
        );
        QmpException cause = Assert.IsType<QmpConnectionException>(await client.Closed.WaitAsync(Patience));
        Assert.StartsWith(
            "Waited 0.2 s for 'device_del' to be written, and the peer does not read.",
            cause.Message,
            StringComparison.Ordinal
        );
        foreach (Task call in (Task[])[small, large])
        {
            Assert.Same(
                cause,
                (await Assert.ThrowsAsync<QmpConnectionException>(() => call.WaitAsync(Patience))).InnerException
            );
        }
    }
}
