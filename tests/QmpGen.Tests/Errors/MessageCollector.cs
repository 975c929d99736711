using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace QmpGen.Tests;

/// <summary>Collects messages for the snapshot, with placeholders for what differs between runs.</summary>
internal sealed partial class MessageCollector
{
    private readonly StringBuilder _text = new();
    private readonly List<(string Value, string Placeholder)> _replacements = [];

    /// <summary>Replaces a value in all messages that follow.</summary>
    public void Replace(string value, string placeholder) => _replacements.Add((value, placeholder));

    public void BeginSection(string name) =>
        _text.Append(_text.Length > 0 ? "\n" : "").Append("# ").Append(name).Append('\n');

    /// <summary>Adds the message of the exception that an action throws.</summary>
    public void Add(string scenario, Action action)
    {
        Exception? failure = Record.Exception(action);
        Append(scenario, failure);
    }

    /// <summary>Adds the message of the exception that an action throws.</summary>
    public async Task AddAsync(string scenario, Func<Task> action)
    {
        Exception? failure = await Record.ExceptionAsync(action);
        Append(scenario, failure);
    }

    /// <summary>Returns the templates of all log messages of the runtime, in the order of their ids.</summary>
    public static IEnumerable<LoggerMessageAttribute> FindLogTemplates() =>
        typeof(QmpClient)
            .Assembly.GetTypes()
            .SelectMany(type =>
                type.GetMethods(
                    BindingFlags.Static | BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public
                )
            )
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>()
            .OrderBy(template => template.EventId);

    /// <summary>Adds the templates of all log messages.</summary>
    public void AddLogTemplates()
    {
        foreach (LoggerMessageAttribute template in FindLogTemplates())
        {
            string level = template.Level == LogLevel.None ? "Level by cause" : template.Level.ToString();
            Append($"Event {template.EventId}", level, template.Message);
        }
    }

    public override string ToString() => _text.ToString();

    private void Append(string scenario, Exception? failure)
    {
        Assert.True(failure is not null, $"'{scenario}' does not throw.");
        Assert.False(failure.GetType().Namespace!.StartsWith("Xunit", StringComparison.Ordinal), failure.ToString());
        string transient = failure is QmpException { IsTransient: true } ? " (transient)" : "";
        Append(scenario, failure.GetType().Name + transient, failure.Message);
    }

    private void Append(string scenario, string kind, string message)
    {
        foreach ((string value, string placeholder) in _replacements)
        {
            message = message.Replace(value, placeholder, StringComparison.Ordinal);
        }

        message = Port().Replace(message, "$1{port}");
        message = PortWord().Replace(message, "port {port}");
        message = ProcessId().Replace(message, "process {id}");
        message = Date().Replace(message, "{date}");
        message = message.ReplaceLineEndings("\\n").Replace("\0", "\\0", StringComparison.Ordinal);
        _text.Append($"\n{scenario}\n  {kind}\n  {message}\n");
    }

    [GeneratedRegex(@"(127\.0\.0\.1:|host=127\.0\.0\.1,port=)\d\d+")]
    private static partial Regex Port();

    [GeneratedRegex(@"port \d{4,5}\b")]
    private static partial Regex PortWord();

    [GeneratedRegex(@"process \d+")]
    private static partial Regex ProcessId();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d")]
    private static partial Regex Date();
}
