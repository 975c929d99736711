using System.Text;
using System.Text.Json;
using Qemu;
using QmpGen.Tests.Verification;

namespace QmpGen.Testing.Tests;

/// <summary>Collects the messages of QmpGen.Testing in <c>Messages.verified.txt</c>, to review them in one
/// place.</summary>
/// <remarks>The words of QEMU are not here. <see cref="RequestRejectionTests"/> compares them exactly.</remarks>
public sealed class TestServerMessageTests
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);

    private const string ReportStart = " Received commands:";

    private readonly StringBuilder _text = new();

    [Fact]
    public async Task Messages_OfTheTestServer_MatchTheReviewedSnapshot()
    {
        AddStartErrors();
        await AddHandlerErrorsAsync();
        await AddAssertionErrorsAsync();
        await AddReplayErrorsAsync();
        AddRecordingErrors();
        await AddOtherErrorsAsync();

        VerifiedText.Verify("Messages", _text.ToString());
    }

    private void AddStartErrors()
    {
        AddTitle("Start");
        Add(Assert.Throws<ArgumentException>(() => QmpTestServer.Start("[")), cutAt: " The schema file");
    }

    private async Task AddHandlerErrorsAsync()
    {
        AddTitle("Handlers, events and holds");
        await using QmpTestServer server = QmpTestServer.Start(SchemaDumps.Qemu72);
        await using QemuClient vm = await QemuClient.ConnectAsync(server.Endpoint);
        Add(Assert.Throws<ArgumentException>(() => server.On("no-such", _ => null)));
        await AddErrorAsync(vm, "stop");
        server.On("stop", _ => throw new InvalidOperationException("thrown by the handler"));
        await AddErrorAsync(vm, "stop");
        foreach (string result in (string[])["null", "{}", """{"running": "yes"}"""])
        {
            server.On("query-status", _ => QmpValue.Parse(result));
            await AddErrorAsync(vm, "query-status");
        }

        server.On("query-block", _ => QmpValue.Parse("5"));
        await AddErrorAsync(vm, "query-block");
        using QmpTestHold cont = server.Hold<ContCommand>(_ => throw new InvalidOperationException("thrown"));
        await AddErrorAsync(vm, "cont");
        Add(await Assert.ThrowsAsync<ArgumentException>(() => server.SendEventAsync("STOP", "text")));
        QmpValue invalid = QmpValue.Parse("""{"text": "\ud800"}""");
        Add(await Assert.ThrowsAsync<ArgumentException>(() => server.SendEventAsync("STOP", invalid)));
    }

    private async Task AddAssertionErrorsAsync()
    {
        AddTitle("Assertions");
        await using QmpTestServer server = QmpTestServer.Start(SchemaDumps.Qemu72).On("stop", _ => null);
        await using WireClient client = await WireClient.ConnectAsync(server);
        await client.CallAsync("""{"execute": "stop", "id": 1}""");
        await client.CallAsync("""{"execute": "device_del", "id": 2}""");
        await client.CallAsync("5");
        Add(Assert.Throws<QmpTestExpectationException>(() => server.AssertReceived<ContCommand>()));
        AddWithoutReport(() => server.AssertReceived<StopCommand>(times: 2));
        AddWithoutReport(() => server.AssertNotReceived<StopCommand>());
        AddWithoutReport(() => server.AssertReceived<DeviceDelCommand>(c => c.Id == "net0", times: 1));
        using QmpTestHold hold = server.Hold("cont");
        Task<QmpTestCall> waiting = hold.WaitForCallAsync(TimeSpan.FromMilliseconds(10));
        Add(await Assert.ThrowsAsync<QmpTestExpectationException>(() => waiting), cutAt: ReportStart);
        Add(Assert.Throws<InvalidOperationException>(server.AssertPlayedToEnd));
    }

    private async Task AddReplayErrorsAsync()
    {
        AddTitle("Replay");
        using RecordingFile file = RecordingFile.CreateNegotiated(
            """
            C: {"execute":"stop","id":2}
            S: {"return": {}, "id": 2}
            C: {"execute":"cont","id":3}
            """
        );
        await using QmpTestServer server = QmpTestServer.Replay(file.Path);
        Add(Assert.Throws<InvalidOperationException>(() => server.On("stop", _ => null)), file);
        Add(Assert.Throws<InvalidOperationException>(() => server.Hold("stop")), file);
        await using WireClient client = await WireClient.ConnectAsync(server, "\"oob\"");
        AddResponse(await client.CallAsync("""{"execute": "query-name"}"""), file);
        Add(Assert.Throws<QmpTestExpectationException>(server.AssertPlayedToEnd), file);
        await client.CallAsync("""{"execute": "stop"}""");
        AddResponse(await client.CallAsync("""{"execute": "cont"}"""), file);
        AddResponse(await client.CallAsync("""{"execute": "cont"}"""), file);
        await using WireClient further = new(server.Connect());
        await further.ReadLineAsync();
        AddResponse(await further.CallAsync("""{"execute": "qmp_capabilities"}"""), file);
    }

    private void AddRecordingErrors()
    {
        AddTitle("Recordings");
        string[] texts =
        [
            "",
            "C: {\"execute\":\"guest-x\"}\nS",
            "C: {\"execute\":\"guest-x\" 5}\n",
            "C: {\"execute\":\"guest-x\"}\n{\"return\": {}}\n",
            "C: [1]\n",
            "C: {\"return\": {}}\n",
            "C: {\"execute\":\"guest-x\"}\nS: {\"other\": {}}\n",
            "C: {\"execute\":\"guest-x\",\"id\":1}\nS: {\"return\": {}, \"id\": 2}\n",
            "S: {\"return\": {}}\n",
            "C: {\"execute\":\"qmp_capabilities\"}\n",
            "S: {\"QMP\": {\"version\": {}}}\n",
            "C: {\"execute\":\"guest-x\"}\nS: {\"QMP\": {}}\n",
        ];
        foreach (string text in texts)
        {
            using RecordingFile file = RecordingFile.Create(text);
            Add(Assert.Throws<InvalidDataException>(() => QmpTestServer.Replay(file.Path)), file);
        }
    }

    private async Task AddOtherErrorsAsync()
    {
        AddTitle("Other");
        using RecordingFile file = new();
        QmpRecorder recorder = new(file.Path);
        AddLine(file.Text.TrimEnd());

        // An agent never sends an empty message, and the recorder cannot format it.
        foreach (string sent in (string[])["""{"execute":"guest-sync-delimited","arguments":{"id":1}}""", "{}"])
        {
            recorder.OnMessage(new(QmpWireDirection.Sent, Encoding.UTF8.GetBytes(sent), DateTimeOffset.UnixEpoch));
        }

        foreach (string received in (string[])["""{"return":1}""", ""])
        {
            recorder.OnMessage(
                new(QmpWireDirection.Received, Encoding.UTF8.GetBytes(received), DateTimeOffset.UnixEpoch)
            );
        }

        Add(Assert.Throws<IOException>(recorder.Dispose), file, cutAt: " length (");
        await using QmpTestServer server = QmpTestServer.Start(SchemaDumps.Qemu72);
        await using Stream stream = server.Connect();
        await server.DisposeAsync();
        Add(await Assert.ThrowsAsync<IOException>(() => stream.WriteAsync(new byte[1]).AsTask()));
    }

    private async Task AddErrorAsync(QemuClient vm, string command)
    {
        QmpCommandException e = await Assert.ThrowsAsync<QmpCommandException>(() =>
            vm.ExecuteRawAsync(command).WaitAsync(s_timeout)
        );
        AddLine($"Error of '{command}': {e.Description}");
    }

    private void AddResponse(string? response, RecordingFile file)
    {
        string description = JsonElement.Parse(response!).GetProperty("error").GetProperty("desc").GetString()!;
        AddLine($"Error: {description.Replace(file.Path, "FILE", StringComparison.Ordinal)}");
    }

    private void AddTitle(string title) => AddLine($"{(_text.Length == 0 ? "" : "\n")}# {title}");

    private void AddWithoutReport(Action assert) =>
        Add(Assert.Throws<QmpTestExpectationException>(assert), cutAt: ReportStart);

    private void Add(Exception e, RecordingFile? file = null, string? cutAt = null)
    {
        string message = file is null ? e.Message : e.Message.Replace(file.Path, "FILE", StringComparison.Ordinal);
        message = cutAt is null ? message : message.Split(cutAt)[0];
        AddLine($"{e.GetType().Name}: {message}");
    }

    private void AddLine(string line) => _text.Append(line).Append('\n');
}
