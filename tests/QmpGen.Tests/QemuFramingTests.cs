using System.Text.Json;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

/// <summary>A real QEMU's messages, however they are laid out and cut up.</summary>
public sealed class QemuFramingTests
{
    [QemuFact]
    public async Task A_pretty_monitor_is_read()
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
    public async Task A_stream_of_single_bytes_is_read_and_written()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        Stream stream = await RelayStream.ConnectAsync(qemu.Endpoint["unix:".Length..]);
        await using QmpClient client = await QmpClient.ConnectAsync(
            new DribblingStream(stream),
            new() { OutOfBand = QmpOutOfBandMode.Required }
        );
        await AssertWorksAsync(client);
    }

    /// <summary>64 KiB: QEMU takes about 6 µs for every byte of a request.</summary>
    [QemuFact]
    public async Task A_large_request_gets_its_large_answer()
    {
        string name = new('x', 64 * 1024);
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using QmpClient client = await QmpClient.ConnectAsync(qemu.Endpoint);
        QmpValue id = name;
        QmpCommandException e = await Assert.ThrowsAsync<QmpCommandException>(() =>
            client.ExecuteRawAsync("device_del", JsonElement.Parse($$"""{"id":{{id}}}""")).WaitAsync(Patience)
        );
        Assert.Equal($"Device '{name}' not found", e.Description);
    }

    private static async Task AssertWorksAsync(QmpClient client)
    {
        using QmpExpectation<QmpUnknownEvent> stop = client.Expect<QmpUnknownEvent>(e => e.WireName == "STOP");
        using QmpExpectation<QmpUnknownEvent> resume = client.Expect<QmpUnknownEvent>(e => e.WireName == "RESUME");
        Task<JsonElement> schema = client.ExecuteRawAsync("query-qmp-schema");
        Task<JsonElement> yank = client.ExecuteRawOutOfBandAsync("query-yank");
        await client.ExecuteRawAsync("stop").WaitAsync(Patience);
        await client.ExecuteRawAsync("cont").WaitAsync(Patience);
        await stop.WaitAsync(TimeSpan.Zero);
        await resume.WaitAsync(TimeSpan.Zero);
        Assert.InRange((await schema.WaitAsync(Patience)).GetArrayLength(), 500, 5000);
        Assert.Equal(JsonValueKind.Array, (await yank.WaitAsync(Patience)).ValueKind);
        QmpCommandException e = await Assert.ThrowsAsync<QmpCommandException>(() =>
            client.ExecuteRawAsync("no-such").WaitAsync(Patience)
        );
        Assert.Equal("CommandNotFound", e.ErrorClass);
    }
}
