using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Logging;

namespace QmpGen;

/// <summary>What is told of one call, from its start until it is disposed: a trace, the figures, and two entries of the
/// log. Its arguments are in none of
/// them unless the options ask for that.</summary>
internal sealed partial class QmpMeasurement : IDisposable
{
    private readonly QmpCall _call;
    private readonly QmpEndpoint _endpoint;
    private readonly ILogger _logger;
    private readonly bool _logs;
    private readonly bool _tellsArguments;
    private readonly Activity? _activity;
    private readonly long _start = Stopwatch.GetTimestamp();
    private string? _errorClass;
    private string? _error;

    public QmpMeasurement(QmpCall call, QmpEndpoint endpoint, QmpClientOptions options, QmpLogger logger)
    {
        _call = call;
        _endpoint = endpoint;
        _logger = logger;
        _logs = logger.IsCallLoggingEnabled;
        _tellsArguments = options.LogArguments;
        _activity = StartActivity(call, endpoint);
        QmpTelemetry.Pending.Add(1);
        if (!_logs && _activity is null)
        {
            return;
        }

        string arguments =
            !options.LogArguments ? "(arguments not logged)"
            : call.Arguments.Length > 0 ? Encoding.UTF8.GetString(call.Arguments)
            : "{}";
        if (options.LogArguments)
        {
            _activity?.SetTag("qmp.arguments", arguments);
        }

        if (_logs)
        {
            LogCalling(call.Command, arguments, call.OutOfBand);
        }
    }

    /// <summary>Takes note of why the call failed.</summary>
    public void Fail(Exception cause)
    {
        _errorClass = (cause as QmpCommandException)?.ErrorClass;
        _error = _errorClass ?? cause.GetType().FullName;

        // QEMU's description may quote an argument.
        _activity?.SetStatus(
            ActivityStatusCode.Error,
            _errorClass is null || _tellsArguments ? cause.Message : _errorClass
        );
    }

    public void Dispose()
    {
        QmpTelemetry.Pending.Add(-1);
        TagList tags = TagsOf(_call, _endpoint);
        if (_errorClass is not null)
        {
            tags.Add("rpc.response.status_code", _errorClass);
        }

        if (_error is not null)
        {
            tags.Add("error.type", _error);
        }

        TimeSpan duration = Stopwatch.GetElapsedTime(_start);
        QmpTelemetry.Duration.Record(duration.TotalSeconds, tags);
        if (_logs)
        {
            LogCalled(_call.Command, _error ?? "answered", duration.TotalMilliseconds);
        }

        if (_activity is null)
        {
            return;
        }

        foreach ((string name, object? value) in tags)
        {
            _activity.SetTag(name, value);
        }

        _activity.Dispose();
    }

    /// <summary>The tags that samplers may want are there from the start.</summary>
    private static Activity? StartActivity(QmpCall call, QmpEndpoint endpoint)
    {
        if (!QmpTelemetry.Source.HasListeners())
        {
            return null;
        }

        TagList tags = TagsOf(call, endpoint);
        tags.Add("qmp.out_of_band", call.OutOfBand);
        return QmpTelemetry.Source.StartActivity(call.Command, ActivityKind.Client, parentContext: default, tags);
    }

    private static TagList TagsOf(QmpCall call, QmpEndpoint endpoint)
    {
        TagList tags = new() { { "rpc.system.name", "qmp" }, { "rpc.method", call.Command } };
        if (endpoint.Server is not (string address, var port))
        {
            return tags;
        }

        tags.Add("server.address", address);
        if (port is not null)
        {
            tags.Add("server.port", port);
        }

        return tags;
    }

    [LoggerMessage(5, LogLevel.Debug, "Calling {Command} {Arguments}, out-of-band: {OutOfBand}.")]
    private partial void LogCalling(string command, string arguments, bool outOfBand);

    [LoggerMessage(6, LogLevel.Debug, "The call of {Command} has ended ({Outcome}) after {Milliseconds:0.###} ms.")]
    private partial void LogCalled(string command, string outcome, double milliseconds);
}
