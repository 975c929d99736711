namespace QmpGen.Testing.Tests;

/// <summary>Loads recordings that no recorder writes.</summary>
public sealed class RecordingFileTests
{
    [Theory]
    [InlineData("""C: {"execute":"query-status","id":1}""")]
    [InlineData("""C: {"exec-oob":"migrate-pause","id":1}""")]
    [InlineData("C: {\"execute\":\"guest-ping\",\"id\":1}\nC: {\"execute\":\"qmp_capabilities\",\"id\":2}")]
    public void Recording_OfMonitorWithoutGreeting_IsRejected(string lines)
    {
        using RecordingFile file = RecordingFile.Create(lines + "\n");

        InvalidDataException error = Assert.Throws<InvalidDataException>(() => QmpTestServer.Replay(file.Path));

        Assert.Contains("greeting", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"micro": 0, "minor": 0, "major": -1}""")]
    [InlineData("""{"micro": 0, "minor": 0, "major": 99999999999}""")]
    [InlineData("""{"micro": 0, "minor": 0, "major": "7"}""")]
    [InlineData("""{}""")]
    [InlineData("""[]""")]
    public void Recording_WithInvalidVersion_IsRejected(string version)
    {
        using RecordingFile file = RecordingFile.Create(
            $$$"""S: {"QMP": {"version": {"qemu": {{{version}}}, "package": ""}, "capabilities": []}}""" + "\n"
        );

        Assert.Throws<InvalidDataException>(() => QmpTestServer.Replay(file.Path));
    }

    [Fact]
    public void Recording_WithDeepMessage_IsRejected()
    {
        using RecordingFile file = RecordingFile.CreateNegotiated(
            $"S: {{\"event\": \"STOP\", \"data\": {new string('[', 5000)}{new string(']', 5000)}}}\n# end\n"
        );

        Assert.Throws<InvalidDataException>(() => QmpTestServer.Replay(file.Path));
    }

    [Fact]
    public void Recording_FromEndlessDevice_IsRejected()
    {
        if (OperatingSystem.IsLinux())
        {
            Assert.Throws<IOException>(() => QmpTestServer.Replay("/dev/zero"));
        }
    }

    [Fact]
    public void Recording_ThatIsDirectory_IsRejected() =>
        Assert.Throws<IOException>(() => QmpTestServer.Replay(Path.GetTempPath()));

    [Fact]
    public async Task Recording_WithManyPendingRequests_IsRejected()
    {
        string request = "C: {\"execute\":\"stop\"}\n";
        using RecordingFile most = RecordingFile.CreateNegotiated(string.Concat(Enumerable.Repeat(request, 1000)));
        using RecordingFile more = RecordingFile.CreateNegotiated(string.Concat(Enumerable.Repeat(request, 1001)));

        Assert.Throws<InvalidDataException>(() => QmpTestServer.Replay(more.Path));
        await using QmpTestServer loaded = QmpTestServer.Replay(most.Path);
    }
}
