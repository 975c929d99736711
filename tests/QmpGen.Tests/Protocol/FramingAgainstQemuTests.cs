using System.Text.Json;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

/// <summary>Messages of a real QEMU in different layouts and pieces.</summary>
public sealed class FramingAgainstQemuTests
{
    [QemuFact]
    public async Task Messages_OfPrettyPrintingMonitor_AreRead()
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("qmpgen-");
        string socket = Path.Combine(directory.FullName, "pretty");
        await using (
            RealQemu qemu = await RealQemu.StartAsync(
                "-chardev",
                $"socket,id=pretty,path={socket},server=on,wait=off",
                "-mon",
                "chardev=pretty,mode=control,pretty=on"
            )
        )
        {
            await using QmpClient client = await QmpClient.ConnectAsync(
                $"unix:{socket}",
                new() { OutOfBand = QmpOutOfBandMode.Required }
            );
            await AssertWorksAsync(client);
        }

        directory.Delete(recursive: true);
    }

    [QemuFact]
    public async Task Session_OverSingleByteStream_CompletesCalls()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        Stream stream = await RelayStream.ConnectAsync(qemu.Endpoint["unix:".Length..]);
        await using QmpClient client = await QmpClient.ConnectAsync(
            new FaultyStream(stream) { ChunkSize = 1 },
            new() { OutOfBand = QmpOutOfBandMode.Required }
        );
        await AssertWorksAsync(client);
    }

    /// <remarks>64 KiB is enough: QEMU needs about 6 µs for each byte of a request.</remarks>
    [QemuFact]
    public async Task Request_Of64Kibibytes_GetsItsReply()
    {
        string name = new('x', 64 * 1024);
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using QmpClient client = await QmpClient.ConnectAsync(qemu.Endpoint);
        QmpValue id = name;
        QmpCommandException e = await Assert.ThrowsAsync<QmpCommandException>(() =>
            client.ExecuteRawAsync("device_del", JsonElement.Parse($$"""{"id":{{id}}}""")).WaitAsync(WaitTimeout)
        );
        Assert.Equal($"Device '{name}' not found", e.Description);
    }

    private static async Task AssertWorksAsync(QmpClient client)
    {
        using QmpExpectation<QmpUnknownEvent> stop = client.Expect<QmpUnknownEvent>(e => e.WireName == "STOP");
        using QmpExpectation<QmpUnknownEvent> resume = client.Expect<QmpUnknownEvent>(e => e.WireName == "RESUME");
        Task<QmpValue> schema = client.ExecuteRawAsync("query-qmp-schema");
        Task<QmpValue> yank = client.ExecuteRawOutOfBandAsync("query-yank");
        await client.ExecuteRawAsync("stop").WaitAsync(WaitTimeout);
        await client.ExecuteRawAsync("cont").WaitAsync(WaitTimeout);
        await stop.WaitAsync(TimeSpan.Zero);
        await resume.WaitAsync(TimeSpan.Zero);
        Assert.InRange((await schema.WaitAsync(WaitTimeout)).Count, 500, 5000);
        Assert.Equal(JsonValueKind.Array, (await yank.WaitAsync(WaitTimeout)).Kind);
        QmpCommandException e = await Assert.ThrowsAsync<QmpCommandException>(() =>
            client.ExecuteRawAsync("no-such").WaitAsync(WaitTimeout)
        );
        Assert.Equal("CommandNotFound", e.ErrorClass);
    }
}
