using System.Text.Json;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

/// <summary>Text of each kind of character, which a real QEMU must receive and send unchanged.</summary>
public sealed class TextAgainstQemuTests
{
    [QemuFact]
    public async Task Text_OfEachKindOfCharacter_IsEchoedByQemu()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using QmpClient client = await QmpClient.ConnectAsync(qemu.Endpoint);
        foreach (string text in CharacterKinds.All.Append("a\0b"))
        {
            string json = $"{(QmpValue)text}";
            await client
                .ExecuteRawAsync(
                    "object-add",
                    JsonElement.Parse($$"""{"qom-type": "secret", "id": "s", "data": {{json}}}""")
                )
                .WaitAsync(WaitTimeout);
            JsonElement data = await client
                .ExecuteRawAsync("qom-get", JsonElement.Parse("""{"path": "/objects/s", "property": "data"}"""))
                .WaitAsync(WaitTimeout);
            Assert.Equal(text, data.GetString());
            await client.ExecuteRawAsync("object-del", JsonElement.Parse("""{"id": "s"}""")).WaitAsync(WaitTimeout);
            await CharacterKinds.AssertEchoedAsync(client, text);
        }
    }

    [QemuFact]
    public async Task FileName_BeyondTheBmp_IsCreatedByQemu()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using QmpClient client = await QmpClient.ConnectAsync(qemu.Endpoint);
        string path = Path.Combine(qemu.Directory, "\U0001F600.raw");
        await File.WriteAllBytesAsync(path, new byte[512]);
        await client
            .ExecuteRawAsync(
                "blockdev-add",
                JsonElement.Parse($$"""{"driver": "file", "node-name": "n", "filename": {{(QmpValue)path}}}""")
            )
            .WaitAsync(WaitTimeout);
    }
}
