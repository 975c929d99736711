using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Xunit;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

public sealed class DiagnosticsTests
{
    private static readonly JsonElement s_secret = JsonElement.Parse("""{"password": "hunter2"}""");

    [Fact]
    public async Task A_call_is_traced_as_OpenTelemetry_names_things()
    {
        using Activity parent = new Activity("parent").Start();
        string command = $"traced-{Guid.NewGuid():N}";
        Activity activity = await TraceAsync(command, answer: """{"return": {}}""");
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
    public async Task A_refused_call_has_its_class_in_the_trace()
    {
        Activity activity = await TraceAsync(
            $"traced-{Guid.NewGuid():N}",
            """{"error": {"class": "DeviceNotFound", "desc": "no such device"}}"""
        );
        Assert.Equal("DeviceNotFound", activity.GetTagItem("rpc.response.status_code"));
        Assert.Equal("DeviceNotFound", activity.GetTagItem("error.type"));
        Assert.Equal((ActivityStatusCode.Error, "DeviceNotFound"), (activity.Status, activity.StatusDescription));
    }

    [Fact]
    public async Task Arguments_are_traced_where_that_is_asked_for()
    {
        Activity activity = await TraceAsync(
            $"traced-{Guid.NewGuid():N}",
            """{"return": {}}""",
            new QmpClientOptions { LogArguments = true }
        );
        Assert.Equal("""{"password":"hunter2"}""", activity.GetTagItem("qmp.arguments"));
    }

    [Fact]
    public async Task The_time_of_a_call_is_measured_with_its_command_and_error()
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
    public async Task Calls_connections_and_unknown_answers_are_counted()
    {
        using Figures figures = new("qmpgen.calls.pending", "qmpgen.connections", "qmpgen.responses.unknown");
        var (peer, client) = await ConnectAsync();
        await using (peer)
        await using (client)
        {
            Task<JsonElement> call = client.ExecuteRawAsync("query");
            Request request = await peer.ExpectAsync("query");
            await peer.SendAsync("""{"return": {}, "id": 77777}""");
            await peer.AnswerAsync(request);
            await call.WaitAsync(Patience);
        }

        Assert.Contains(1, figures.Seen("qmpgen.calls.pending"));
        Assert.Contains(-1, figures.Seen("qmpgen.calls.pending"));
        Assert.True(figures.Seen("qmpgen.responses.unknown").Max() >= 1);
        Assert.True(figures.Seen("qmpgen.connections").Min() >= 0);
    }

    [QemuFact]
    public async Task The_trace_says_where_QEMU_listens()
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
        Assert.Equal("qmp_capabilities", (await stopped.Task.WaitAsync(Patience)).OperationName);
        Assert.Equal(("::1", 4444), QmpEndpoint.Parse("tcp:[::1]:4444").Server);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_is_logged_with_its_arguments_only_where_that_is_asked_for(bool logArguments)
    {
        EntriesLogger logger = new();
        await CallAsync(
            "set_password",
            """{"return": {}}""",
            new QmpClientOptions { Logger = logger, LogArguments = logArguments }
        );
        string[] entries = [await logger.TakeAsync(5), await logger.TakeAsync(5), await logger.TakeAsync(6)];
        Assert.Contains(entries, entry => entry.Contains("set_password", StringComparison.Ordinal));
        Assert.Equal(logArguments, entries.Any(entry => entry.Contains("hunter2", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_wire_tap_has_every_message_in_order()
    {
        Channel<QmpWireMessage> tap = Channel.CreateUnbounded<QmpWireMessage>();
        await CallAsync("query", """{"return": {}}""", new QmpClientOptions { WireTap = new ChannelWireTap(tap.Writer) });
        List<string> messages = [];
        while (messages.Count < 5)
        {
            messages.Add($"{await tap.Reader.ReadAsync().AsTask().WaitAsync(Patience)}");
        }

        Assert.Equal(
            [
                $"S: {Qemu72}",
                """C: {"execute":"qmp_capabilities","arguments":{"enable":["oob"]},"id":1}""",
                """S: {"return": {}, "id": 1}""",
                """C: {"execute":"query","arguments":{"password":"hunter2"},"id":2}""",
                """S: {"return": {}, "id": 2}""",
            ],
            messages
        );
    }

    private static async Task<Activity> TraceAsync(string command, string answer, QmpClientOptions? options = null)
    {
        TaskCompletionSource<Activity> stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using ActivityListener listener = Listen(activity =>
        {
            if (activity.OperationName == command)
            {
                stopped.TrySetResult(activity);
            }
        });
        await CallAsync(command, answer, options ?? new QmpClientOptions());
        return await stopped.Task.WaitAsync(Patience);
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

    private static async Task CallAsync(string command, string answer, QmpClientOptions options)
    {
        var (peer, client) = await ConnectAsync(options: options);
        await using (peer)
        await using (client)
        {
            Task call = client.ExecuteRawAsync(command, s_secret);
            Request request = await peer.ExpectAsync(command);
            await peer.SendAsync($"{answer[..^1]}, \"id\": {request.Id}}}");
            await call.WaitAsync(Patience).ContinueWith(static _ => { }, TaskScheduler.Default);
        }
    }

    private sealed class EntriesLogger : ILogger
    {
        private readonly Channel<(int Id, string Text)> _entries = Channel.CreateUnbounded<(int Id, string Text)>();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => _entries.Writer.TryWrite((eventId.Id, formatter(state, exception)));

        /// <summary>The next entry with an id, and none but those before.</summary>
        public async Task<string> TakeAsync(int id)
        {
            while (true)
            {
                (int next, string text) = await _entries.Reader.ReadAsync().AsTask().WaitAsync(Patience);
                if (next == id)
                {
                    return text;
                }
            }
        }
    }

    /// <summary>What figures of the runtime, all of which are of whole numbers, were told.</summary>
    private sealed class Figures : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly ConcurrentQueue<(string Name, long Value)> _seen = [];

        public Figures(params string[] names)
        {
            _listener.InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == "QmpGen" && names.Contains(instrument.Name))
                {
                    self.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>(
                (instrument, value, _, _) => _seen.Enqueue((instrument.Name, value))
            );
            _listener.Start();
        }

        public long[] Seen(string name)
        {
            _listener.RecordObservableInstruments();
            return [.. _seen.Where(item => item.Name == name).Select(item => item.Value)];
        }

        public void Dispose() => _listener.Dispose();
    }
}
