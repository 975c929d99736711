using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using System.Threading.Channels;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

public sealed class TelemetryTests
{
    private static readonly JsonElement s_secret = JsonElement.Parse("""{"username": "root", "password": "hunter2"}""");

    [Fact]
    public async Task Trace_OfCall_UsesOpenTelemetryNames()
    {
        using Activity parent = new Activity("parent").Start();
        string command = $"traced-{Guid.NewGuid():N}";
        Activity activity = await TraceAsync(command, reply: """{"return": {}}""");
        Assert.Equal(command, activity.OperationName);
        Assert.Equal(ActivityKind.Client, activity.Kind);
        Assert.Equal("QmpGen", activity.Source.Name);
        Assert.Equal(parent.SpanId, activity.ParentSpanId);
        Assert.Equal("qmp", activity.GetTagItem("rpc.system.name"));
        Assert.Equal(command, activity.GetTagItem("rpc.method"));
        Assert.Equal(false, activity.GetTagItem("qmp.out_of_band"));
        Assert.Null(activity.GetTagItem("error.type"));
        Assert.Equal(ActivityStatusCode.Unset, activity.Status);
        Assert.DoesNotContain(activity.TagObjects, tag => $"{tag.Value}".Contains("hunter2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Trace_OfFailedCall_HasErrorClass()
    {
        Activity activity = await TraceAsync(
            $"traced-{Guid.NewGuid():N}",
            """{"error": {"class": "DeviceNotFound", "desc": "no such device"}}"""
        );
        Assert.Equal("DeviceNotFound", activity.GetTagItem("rpc.response.status_code"));
        Assert.Equal("DeviceNotFound", activity.GetTagItem("error.type"));
        Assert.Equal((ActivityStatusCode.Error, "DeviceNotFound"), (activity.Status, activity.StatusDescription));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Trace_OfUnknownErrorClass_HasFixedTags(bool logArguments)
    {
        string text = new('x', 1_000_000);
        Activity activity = await TraceAsync(
            $"traced-{Guid.NewGuid():N}",
            $$$"""{"error": {"class": "{{{text}}}", "desc": "{{{text}}}"}}""",
            new QmpClientOptions { LogArguments = logArguments }
        );
        Assert.Equal("_OTHER", activity.GetTagItem("rpc.response.status_code"));
        Assert.Equal("_OTHER", activity.GetTagItem("error.type"));
        Assert.Equal(logArguments, activity.StatusDescription != "_OTHER");
        Assert.InRange(activity.StatusDescription!.Length, 1, 2 * PeerText.MaxLength);
    }

    [Fact]
    public async Task Trace_WithLogArguments_HasArgumentsWithoutSecrets()
    {
        Activity activity = await TraceAsync(
            $"traced-{Guid.NewGuid():N}",
            """{"return": {}}""",
            new QmpClientOptions { LogArguments = true }
        );
        Assert.Equal("""{"username":"root","password":"(redacted)"}""", activity.GetTagItem("qmp.arguments"));
    }

    [Fact]
    public async Task Duration_OfCall_IsTaggedWithCommandAndError()
    {
        string command = $"measured-{Guid.NewGuid():N}";
        ConcurrentQueue<(double Seconds, Dictionary<string, object?> Tags)> measured = [];
        using MeterListener listener = new()
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument is { Meter.Name: "QmpGen", Name: "rpc.client.call.duration", Unit: "s" })
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>(
            (_, value, tags, _) => measured.Enqueue((value, new Dictionary<string, object?>(tags.ToArray())))
        );
        listener.Start();
        await CallAsync(command, """{"error": {"class": "GenericError", "desc": "no"}}""", new QmpClientOptions());
        var (seconds, tags) = Assert.Single(measured, item => command.Equals(item.Tags["rpc.method"]));
        Assert.InRange(seconds, 0, 20);
        Assert.Equal("qmp", tags["rpc.system.name"]);
        Assert.Equal("GenericError", tags["error.type"]);
    }

    [Fact]
    public async Task Metrics_AfterCallAndUnknownReply_CountThem()
    {
        using MetricRecorder metrics = new("qmpgen.calls.pending", "qmpgen.connections", "qmpgen.responses.unknown");
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
        Task<QmpValue> call = peer.Client.ExecuteRawAsync("query");
        ReceivedRequest request = await peer.ExpectAsync("query");
        await peer.SendAsync("""{"return": {}, "id": 77777}""");
        await peer.ReplyAsync(request);
        await call.WaitAsync(WaitTimeout);

        Assert.Contains(1, metrics.Read("qmpgen.calls.pending"));
        Assert.Contains(-1, metrics.Read("qmpgen.calls.pending"));
        Assert.True(metrics.Read("qmpgen.responses.unknown").Max() >= 1);
        Assert.True(metrics.Read("qmpgen.connections").Min() >= 0);
    }

    [QemuFact]
    public async Task Trace_OverUnixSocket_HasServerAddress()
    {
        await using RealQemu qemu = await RealQemu.StartAsync();
        TaskCompletionSource<Activity> stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
        string path = qemu.Endpoint["unix:".Length..];
        using ActivityListener listener = Listen(activity =>
        {
            if (path.Equals(activity.GetTagItem("server.address")))
            {
                stopped.TrySetResult(activity);
            }
        });
        await using QmpClient client = await QmpClient.ConnectAsync(qemu.Endpoint);
        Assert.Equal("qmp_capabilities", (await stopped.Task.WaitAsync(WaitTimeout)).OperationName);
        Assert.Equal(("::1", 4444), QmpEndpoint.Parse("tcp:[::1]:4444").Server);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CallLog_OnlyWithLogArguments_HasArguments(bool logArguments)
    {
        RecordingLogger logger = new();
        await CallAsync(
            "set_password",
            """{"return": {}}""",
            new QmpClientOptions { Logger = logger, LogArguments = logArguments }
        );
        string[] entries = [await logger.NextAsync(5), await logger.NextAsync(5), await logger.NextAsync(6)];
        Assert.Contains(entries, entry => entry.Contains("set_password", StringComparison.Ordinal));
        Assert.Equal(logArguments, entries.Any(entry => entry.Contains("root", StringComparison.Ordinal)));
        Assert.DoesNotContain(entries, entry => entry.Contains("hunter2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WireTap_OfSession_HasEveryMessageInOrder()
    {
        Channel<QmpWireMessage> tap = Channel.CreateUnbounded<QmpWireMessage>();
        await CallAsync(
            "query",
            """{"return": {}}""",
            new QmpClientOptions { WireTap = new ChannelWireTap(tap.Writer) }
        );
        List<string> messages = [];
        while (messages.Count < 5)
        {
            messages.Add($"{await tap.Reader.ReadAsync().AsTask().WaitAsync(WaitTimeout)}");
        }

        Assert.Equal(
            [
                $"S: {Greetings.Qemu72}",
                """C: {"execute":"qmp_capabilities","arguments":{"enable":["oob"]},"id":1}""",
                """S: {"return": {}, "id": 1}""",
                """C: {"execute":"query","arguments":{"username":"root","password":"hunter2"},"id":2}""",
                """S: {"return": {}, "id": 2}""",
            ],
            messages
        );
    }

    private static async Task<Activity> TraceAsync(string command, string reply, QmpClientOptions? options = null)
    {
        TaskCompletionSource<Activity> stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using ActivityListener listener = Listen(activity =>
        {
            if (activity.OperationName == command)
            {
                stopped.TrySetResult(activity);
            }
        });
        await CallAsync(command, reply, options ?? new QmpClientOptions());
        return await stopped.Task.WaitAsync(WaitTimeout);
    }

    private static ActivityListener Listen(Action<Activity> stopped)
    {
        ActivityListener listener = new()
        {
            ShouldListenTo = source => source.Name == "QmpGen",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = stopped,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private static async Task CallAsync(string command, string reply, QmpClientOptions options)
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync(options: options);
        Task call = peer.Client.ExecuteRawAsync(command, s_secret);
        ReceivedRequest request = await peer.ExpectAsync(command);
        await peer.SendAsync($"{reply[..^1]}, \"id\": {request.Id}}}");
        await call.WaitAsync(WaitTimeout).ContinueWith(static _ => { }, TaskScheduler.Default);
    }
}
