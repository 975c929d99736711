using System.Text;
using System.Text.Json;
using QmpGen.CodeGeneration;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

/// <summary>
/// What QEMU would answer without an id, so that nobody could tell whose answer it is: through the client none of it
/// can be sent. Against a real
/// QEMU, with the connection tapped.
/// </summary>
public sealed class UnsendableTests
{
    private static readonly JsonDocumentOptions s_deep = new() { MaxDepth = 5000 };

    private static readonly string[] s_texts =
    [
        "\ud800",
        "x\udfff",
        "\udc00\ud800",
        "\uffff",
        "\ufdd0",
        "\ufdef\n",
        "\U0001ffff",
        "\U0010fffe",
    ];

    [QemuFact]
    public Task Raw_arguments_are_refused() =>
        AssertRefusedAsync([
            .. Arguments(
                """{"id":"a","id":"b"}""",
                """{"id":"a","\u0069d":"b"}""",
                """{"o":{"a":1,"b":[{"c":1,"c":1}]}}""",
                """{"id":"\ud800"}""",
                """{"id":"\udc00\ud800"}""",
                """{"id":"\uffff"}""",
                """{"id":"\ud83f\udffe"}""",
                """{"id":["\ufdd0"]}""",
                """{"\ufdef":1}""",
                """{"\ud800":1}""",
                """["id"]""",
                "null",
                "5",
                "\"id\"",
                """{"id":0e0}""",
                """{"id":[-0E-1]}""",
                """{"0e1":0E5}""",
                Nested(1000),
                Nested(1024),
                Nested(4000)
            ),
            client => client.ExecuteRawAsync("device_del", JsonElement.Parse([.. "{\"id\":\""u8, 0xFF, .. "\"}"u8])),
            client =>
                client.ExecuteRawAsync(
                    "device_del",
                    JsonElement.Parse([.. "{\"id\":\""u8, 0xED, 0xA0, 0x80, .. "\"}"u8])
                ),
        ]);

    [QemuFact]
    public Task Extra_arguments_are_refused() =>
        AssertRefusedAsync([
            client => client.ExecuteAsync(new DeviceDel { Id = "a", ExtraArguments = { ["id"] = "b" } }),
            client =>
                client.ExecuteAsync(
                    new DeviceDel { Id = "a", ExtraArguments = { ["o"] = QmpValue.Parse("""{"a":1,"a":2}""") } }
                ),
            client =>
                client.ExecuteAsync(
                    new DeviceDel { Id = "a", ExtraArguments = { ["o"] = QmpValue.Parse("""["\ufffe"]""") } }
                ),
            client =>
                client.ExecuteAsync(
                    new DeviceDel { Id = "a", ExtraArguments = { ["o"] = QmpValue.Parse(Nested(1000)) } }
                ),
            .. s_texts.Select(text =>
                (Func<QmpClient, Task>)(client => client.ExecuteAsync(new DeviceDel { Id = text }))
            ),
            .. s_texts.Select(text =>
                (Func<QmpClient, Task>)(
                    client => client.ExecuteAsync(new DeviceDel { Id = "a", ExtraArguments = { ["o"] = text } })
                )
            ),
            .. s_texts.Select(text =>
                (Func<QmpClient, Task>)(
                    client => client.ExecuteAsync(new DeviceDel { Id = "a", ExtraArguments = { [text] = 1 } })
                )
            ),
        ]);

    [QemuFact]
    public Task Names_of_commands_are_refused() =>
        AssertRefusedAsync([
            .. s_texts.Select(text => (Func<QmpClient, Task>)(client => client.ExecuteRawAsync(text))),
            .. s_texts.Select(text => (Func<QmpClient, Task>)(client => client.ExecuteRawOutOfBandAsync(text))),
        ]);

    /// <summary>The other side of the limit: what is sent is answered with its id.</summary>
    [QemuFact]
    public async Task What_is_odd_and_can_be_read_is_sent_and_answered()
    {
        string[] texts =
        [
            "\0\u0001\b\t\n\f\r\u001f\u007f\u0080",
            "\"\\/'",
            "%s %p %%",
            "é€😀\u2028\u2029\ufffd\ufeff",
            "\ufdcf\ufdf0\ufffd",
        ];
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using QmpClient client = await QmpClient.ConnectAsync(qemu.Endpoint);
        foreach (string text in texts)
        {
            QmpCommandException named = await Assert.ThrowsAsync<QmpCommandException>(() =>
                client.ExecuteRawAsync("x" + text).WaitAsync(Patience)
            );
            Assert.Equal("CommandNotFound", named.ErrorClass);
            QmpCommandException valued = await Assert.ThrowsAsync<QmpCommandException>(() =>
                client.ExecuteAsync(new DeviceDel { Id = text }).WaitAsync(Patience)
            );
            Assert.Equal($"Device '{text}' not found", valued.Description);
            await Assert.ThrowsAsync<QmpCommandException>(() =>
                client
                    .ExecuteAsync(new DeviceDel { Id = "a", ExtraArguments = { ["x" + text] = text } })
                    .WaitAsync(Patience)
            );
        }

        JsonElement deep = JsonElement.Parse(Nested(999), s_deep);
        QmpCommandException unexpected = await Assert.ThrowsAsync<QmpCommandException>(() =>
            client.ExecuteRawAsync("device_del", deep).WaitAsync(Patience)
        );
        Assert.Equal("Invalid parameter type for 'id', expected: string", unexpected.Description);

        JsonElement commented = JsonElement.Parse(
            """{"id": /* which? */ "a",}""",
            new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }
        );
        QmpCommandException missing = await Assert.ThrowsAsync<QmpCommandException>(() =>
            client.ExecuteRawAsync("device_del", commented).WaitAsync(Patience)
        );
        Assert.Equal("Device 'a' not found", missing.Description);
    }

    private static async Task AssertRefusedAsync(IEnumerable<Func<QmpClient, Task>> calls)
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        (RequestTap requests, QmpClient client) = await RequestTap.ConnectAsync(qemu);
        await using (client)
        {
            foreach (Func<QmpClient, Task> call in calls)
            {
                await Assert.ThrowsAsync<QmpArgumentException>(() => call(client).WaitAsync(Patience));
                Assert.True(requests.IsEmpty);
            }

            Assert.Empty((await client.ExecuteRawAsync("query-name").WaitAsync(Patience)).EnumerateObject());
            Assert.Equal("""{"execute":"query-name","id":2}""", (await requests.NextAsync()).Line);
        }
    }

    private static IEnumerable<Func<QmpClient, Task>> Arguments(params string[] arguments) =>
        arguments.Select(text =>
            (Func<QmpClient, Task>)(client => client.ExecuteRawAsync("device_del", JsonElement.Parse(text, s_deep)))
        );

    /// <summary>Arguments whose member <c>id</c> has so many levels of lists.</summary>
    private static string Nested(int levels) =>
        new StringBuilder("{\"id\":").Append('[', levels).Append(']', levels).Append('}').ToString();

    private sealed record DeviceDel : QmpArguments, IQmpCommand
    {
        public required string Id { get; init; }

        string IQmpCommand.WireName => "device_del";

        bool IQmpCommand.AllowOob => false;

        IReadOnlyList<string> IQmpCommand.Features => [];

        void IQmpCommand.WriteArguments(QmpWriter writer)
        {
            writer.WriteRequired("id", Id);
            writer.WriteExtraArguments(this);
        }
    }
}
