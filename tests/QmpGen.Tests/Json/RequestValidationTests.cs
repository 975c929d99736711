using System.Text;
using System.Text.Json;
using QmpGen.CodeGeneration;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

/// <summary>The client rejects requests to which QEMU would reply without an id.</summary>
/// <remarks>Run against a real QEMU with a tapped connection.</remarks>
public sealed class RequestValidationTests
{
    private static readonly JsonDocumentOptions s_deep = new() { MaxDepth = 5000 };

    private static readonly string[] s_invalidTexts =
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
    public Task RawArguments_UnreadableForQemu_Throw() =>
        AssertRejectedAsync([
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
    public Task ExtraArguments_UnreadableForQemu_Throw() =>
        AssertRejectedAsync([
            client => client.ExecuteAsync(new DeviceDelRequest { Id = "a", ExtraArguments = { ["id"] = "b" } }),
            client =>
                client.ExecuteAsync(
                    new DeviceDelRequest { Id = "a", ExtraArguments = { ["o"] = QmpValue.Parse("""{"a":1,"a":2}""") } }
                ),
            client =>
                client.ExecuteAsync(
                    new DeviceDelRequest { Id = "a", ExtraArguments = { ["o"] = QmpValue.Parse("""["\ufffe"]""") } }
                ),
            client =>
                client.ExecuteAsync(
                    new DeviceDelRequest { Id = "a", ExtraArguments = { ["o"] = QmpValue.Parse(Nested(1000)) } }
                ),
            .. s_invalidTexts.Select(text =>
                (Func<QmpClient, Task>)(client => client.ExecuteAsync(new DeviceDelRequest { Id = text }))
            ),
            .. s_invalidTexts.Select(text =>
                (Func<QmpClient, Task>)(
                    client => client.ExecuteAsync(new DeviceDelRequest { Id = "a", ExtraArguments = { ["o"] = text } })
                )
            ),
            .. s_invalidTexts.Select(text =>
                (Func<QmpClient, Task>)(
                    client => client.ExecuteAsync(new DeviceDelRequest { Id = "a", ExtraArguments = { [text] = 1 } })
                )
            ),
        ]);

    [QemuFact]
    public Task CommandName_UnreadableForQemu_Throws() =>
        AssertRejectedAsync([
            .. s_invalidTexts.Select(text => (Func<QmpClient, Task>)(client => client.ExecuteRawAsync(text))),
            .. s_invalidTexts.Select(text => (Func<QmpClient, Task>)(client => client.ExecuteRawOutOfBandAsync(text))),
        ]);

    [QemuFact]
    public async Task Arguments_UnusualButValid_AreSentAndGetReplies()
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
                client.ExecuteRawAsync("x" + text).WaitAsync(WaitTimeout)
            );
            Assert.Equal("CommandNotFound", named.ErrorClass);
            QmpCommandException valued = await Assert.ThrowsAsync<QmpCommandException>(() =>
                client.ExecuteAsync(new DeviceDelRequest { Id = text }).WaitAsync(WaitTimeout)
            );
            Assert.Equal($"Device '{text}' not found", valued.Description);
            await Assert.ThrowsAsync<QmpCommandException>(() =>
                client
                    .ExecuteAsync(new DeviceDelRequest { Id = "a", ExtraArguments = { ["x" + text] = text } })
                    .WaitAsync(WaitTimeout)
            );
        }

        JsonElement deep = JsonElement.Parse(Nested(999), s_deep);
        QmpCommandException unexpected = await Assert.ThrowsAsync<QmpCommandException>(() =>
            client.ExecuteRawAsync("device_del", deep).WaitAsync(WaitTimeout)
        );
        Assert.Equal("Invalid parameter type for 'id', expected: string", unexpected.Description);

        JsonElement commented = JsonElement.Parse(
            """{"id": /* comment */ "a",}""",
            new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }
        );
        QmpCommandException missing = await Assert.ThrowsAsync<QmpCommandException>(() =>
            client.ExecuteRawAsync("device_del", commented).WaitAsync(WaitTimeout)
        );
        Assert.Equal("Device 'a' not found", missing.Description);
    }

    private static async Task AssertRejectedAsync(IEnumerable<Func<QmpClient, Task>> calls)
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        await using TappedConnection connection = await TappedConnection.CreateAsync(qemu);
        foreach (Func<QmpClient, Task> call in calls)
        {
            await Assert.ThrowsAsync<QmpArgumentException>(() => call(connection.Client).WaitAsync(WaitTimeout));
            Assert.True(connection.IsEmpty);
        }

        QmpValue name = await connection.Client.ExecuteRawAsync("query-name").WaitAsync(WaitTimeout);
        Assert.Empty(name.Members);
        Assert.Equal("""{"execute":"query-name","id":2}""", (await connection.NextRequestAsync()).Line);
    }

    private static IEnumerable<Func<QmpClient, Task>> Arguments(params string[] arguments) =>
        arguments.Select(text =>
            (Func<QmpClient, Task>)(client => client.ExecuteRawAsync("device_del", JsonElement.Parse(text, s_deep)))
        );

    /// <summary>Arguments whose member <c>id</c> nests the given number of lists.</summary>
    private static string Nested(int levels) =>
        new StringBuilder("{\"id\":").Append('[', levels).Append(']', levels).Append('}').ToString();

    private sealed record DeviceDelRequest : QmpArguments, IQmpCommand
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
