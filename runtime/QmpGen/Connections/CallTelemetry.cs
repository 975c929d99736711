using System.Collections.Frozen;
using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace QmpGen;

/// <summary>Records one call until it is disposed: a trace, the metrics and two log entries.</summary>
/// <remarks>They contain the arguments only if <see cref="QmpClientOptions.LogArguments"/> is set, and no secrets. Tags
/// of metrics contain no text from the peer, because each new text is a new time series.</remarks>
internal sealed partial class CallTelemetry : IDisposable
{
    // The error classes of QEMU 2.5 to 11.1. OpenTelemetry's name for all other errors is _OTHER.
    private static readonly FrozenSet<string> s_errorClasses = FrozenSet.Create(
        "CommandNotFound",
        "DeviceEncrypted",
        "DeviceNotActive",
        "DeviceNotFound",
        "GenericError",
        "KVMMissingCap"
    );

    private readonly QmpCall _call;
    private readonly QmpEndpoint _endpoint;
    private readonly ILogger _logger;
    private readonly bool _isLogging;
    private readonly bool _includesArguments;
    private readonly Activity? _activity;
    private readonly long _start = Stopwatch.GetTimestamp();
    private string? _errorClass;
    private string? _error;

    /// <summary>Whether a listener or the user's logger records calls.</summary>
    /// <remarks>Runs user code: read it only on a caller's thread.</remarks>
    public static bool IsEnabled(QmpLogger logger) =>
        QmpTelemetry.Pending.Enabled
        || QmpTelemetry.Duration.Enabled
        || QmpTelemetry.Source.HasListeners()
        || logger.IsCallLoggingEnabled;

    /// <summary>Records the start of a call.</summary>
    /// <remarks>Runs user code: call it only on the caller's thread.</remarks>
    public CallTelemetry(QmpCall call, QmpEndpoint endpoint, QmpClientOptions options, QmpLogger logger)
    {
        _call = call;
        _endpoint = endpoint;
        _logger = logger;
        _isLogging = logger.IsCallLoggingEnabled;
        _includesArguments = options.LogArguments;
        _activity = StartActivity(call, endpoint);
        QmpTelemetry.Pending.Add(1);
        if (!_isLogging && _activity is null)
        {
            return;
        }

        string arguments =
            !_includesArguments ? "(arguments not logged)"
            : call.Arguments.Length > 0 ? SecretText.Format(call.Arguments)
            : "{}";
        if (_includesArguments)
        {
            _activity?.SetTag("qmp.arguments", arguments);
        }

        if (_isLogging)
        {
            LogStarted(call.Command, arguments, call.OutOfBand);
        }
    }

    /// <summary>Records the failure of the call.</summary>
    public void OnFailed(Exception cause)
    {
        _errorClass =
            cause is not QmpCommandException { ErrorClass: var errorClass } ? null
            : s_errorClasses.Contains(errorClass) ? errorClass
            : "_OTHER";
        _error = _errorClass ?? cause.GetType().FullName;

        // QEMU's error description may contain an argument.
        _activity?.SetStatus(
            ActivityStatusCode.Error,
            _errorClass is null || _includesArguments ? PeerText.Shorten(cause.Message) : _errorClass
        );
    }

    /// <summary>Records the end of the call.</summary>
    public void Dispose()
    {
        QmpTelemetry.Pending.Add(-1);
        TagList tags = CreateTags(_call, _endpoint);
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
        if (_isLogging)
        {
            LogCompleted(_call.Command, duration.TotalMilliseconds, _error ?? "success");
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

    /// <summary>Starts an activity, with tags for samplers.</summary>
    private static Activity? StartActivity(QmpCall call, QmpEndpoint endpoint)
    {
        if (!QmpTelemetry.Source.HasListeners())
        {
            return null;
        }

        TagList tags = CreateTags(call, endpoint);
        tags.Add("qmp.out_of_band", call.OutOfBand);
        return QmpTelemetry.Source.StartActivity(call.Command, ActivityKind.Client, parentContext: default, tags);
    }

    private static TagList CreateTags(QmpCall call, QmpEndpoint endpoint)
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

    [LoggerMessage(5, LogLevel.Debug, "Calling {Command} {Arguments} (out-of-band: {OutOfBand}).")]
    private partial void LogStarted(string command, string arguments, bool outOfBand);

    [LoggerMessage(6, LogLevel.Debug, "Completed {Command} in {Milliseconds:0.###} ms: {Outcome}.")]
    private partial void LogCompleted(string command, double milliseconds, string outcome);
}
