using System.Text.Json;
using Qemu;

namespace QmpGen.Testing.Tests;

/// <summary>Checks that passwords in requests are not in the messages of the test server.</summary>
public sealed class SecretRedactionTests
{
    private const string Secret = "hunter2";

    private const string Request = """
        {"execute": "set_password", "arguments": {"protocol": "vnc", "password": "hunter2"}}
        """;

    [Fact]
    public async Task FailedAssertion_AfterPassword_DoesNotContainIt()
    {
        await using QmpTestServer server = QmpTestServer.Start(SchemaDumps.Qemu72).On("set_password", _ => null);
        await using WireClient client = await WireClient.ConnectAsync(server);
        await client.CallAsync(Request);

        string message = Assert.Throws<QmpTestExpectationException>(() => server.AssertReceived<StopCommand>()).Message;

        Assert.DoesNotContain(Secret, message, StringComparison.Ordinal);
        Assert.Contains("\"password\":\"(redacted)\"", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_OfOtherPassword_DoesNotShowThePasswords()
    {
        using RecordingFile file = RecordingFile.CreateNegotiated(
            """
            C: {"execute":"set_password","arguments":{"protocol":"vnc","password":"recorded2"},"id":2}
            S: {"return": {}, "id": 2}
            """
        );
        await using QmpTestServer server = QmpTestServer.Replay(file.Path);
        await using WireClient client = new(server.Connect());
        await client.ReadLineAsync();

        string? reply = await client.CallAsync(Request);
        string message = Assert.Throws<QmpTestExpectationException>(server.AssertPlayedToEnd).Message;

        Assert.DoesNotContain(Secret, reply + message, StringComparison.Ordinal);
        Assert.DoesNotContain("recorded2", reply + message, StringComparison.Ordinal);
    }

    [Fact]
    public void Call_WithPassword_IsPrintedWithoutIt()
    {
        JsonElement arguments = JsonElement.Parse("""{"username":"root","password":"hunter2"}""");

        Assert.Equal(
            """QmpTestCall { Command = c, Arguments = {"username":"root","password":"(redacted)"}, OutOfBand = False }""",
            new QmpTestCall("c", arguments, OutOfBand: false).ToString()
        );
    }
}
