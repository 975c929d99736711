using System.Text.Json;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

/// <summary>Tests with a stopped QEMU, which neither reads nor responds while its socket stays open.</summary>
public sealed class StoppedQemuTests
{
    private static readonly QmpCallOptions s_short = new() { Timeout = TimeSpan.FromMilliseconds(200) };

    [QemuFact]
    public async Task Call_WithTimeoutToStoppedQemu_TimesOutAndRecovers()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using TappedConnection connection = await TappedConnection.CreateAsync(qemu);
        await qemu.PauseAsync();
        Task[] calls =
        [
            .. Enumerable.Range(0, 20).Select(_ => connection.Client.ExecuteRawAsync("query-status", null, s_short)),
            connection.Client.ExecuteRawOutOfBandAsync("query-yank", null, s_short),
        ];
        foreach (Task call in calls)
        {
            QmpTimeoutException e = await Assert.ThrowsAsync<QmpTimeoutException>(() => call.WaitAsync(WaitTimeout));
            Assert.Contains("0.2 s", e.Message, StringComparison.Ordinal);
            Assert.Contains("'query-", e.Message, StringComparison.Ordinal);
        }

        // Eight calls and the out-of-band one were sent. Their late replies are ignored, but free the window slots.
        Task<QmpValue>[] later =
        [
            .. Enumerable.Range(0, 20).Select(_ => connection.Client.ExecuteRawAsync("query-name")),
        ];
        for (int i = 0; i < 9; i++)
        {
            Assert.NotEqual("query-name", (await connection.NextRequestAsync()).Command);
        }

        Assert.True(connection.IsEmpty);
        await qemu.ResumeAsync();
        await Task.WhenAll(later).WaitAsync(WaitTimeout);
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal("query-name", (await connection.NextRequestAsync()).Command);
        }
    }

    [QemuFact]
    public async Task Call_WithoutTimeoutToStoppedQemu_WaitsForItsReply()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using QmpClient client = await QmpClient.ConnectAsync(qemu.Endpoint);
        await qemu.PauseAsync();
        Task<QmpValue> call = client.ExecuteRawAsync("query-status");
        await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            client.ExecuteRawAsync("query-name", null, s_short).WaitAsync(WaitTimeout)
        );
        Assert.False(call.IsCompleted);
        await qemu.ResumeAsync();
        Assert.True((await call.WaitAsync(WaitTimeout)).TryGetMember("running", out _));
    }

    [QemuFact]
    public async Task Connect_ToStoppedQemu_TimesOutAndSucceedsLater()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await qemu.PauseAsync();
        await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            QmpClient.ConnectAsync(qemu.Endpoint, new() { ConnectTimeout = TimeSpan.FromMilliseconds(200) })
        );
        await qemu.ResumeAsync();
        await using QmpClient client = await QmpClient.ConnectAsync(qemu.Endpoint);
        await client.ExecuteRawAsync("query-status").WaitAsync(WaitTimeout);
    }

    [QemuFact]
    public async Task Write_ToStoppedQemu_TimesOutAndEndsTheConnection()
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
        QmpException cause = Assert.IsType<QmpConnectionException>(await client.Closed.WaitAsync(WaitTimeout));
        Assert.Contains("0.2 s", cause.Message, StringComparison.Ordinal);
        Assert.Contains("'device_del'", cause.Message, StringComparison.Ordinal);
        foreach (Task call in (Task[])[small, large])
        {
            Assert.Same(
                cause,
                (await Assert.ThrowsAsync<QmpConnectionException>(() => call.WaitAsync(WaitTimeout))).InnerException
            );
        }
    }
}
