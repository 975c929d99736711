using Microsoft.Extensions.Logging;

namespace QmpGen.Tests;

/// <summary>A log entry.</summary>
internal sealed record RecordedEntry(
    int Id,
    LogLevel Level,
    string Text,
    Dictionary<string, object?> Arguments,
    Exception? Exception
)
{
    /// <summary>An argument as text.</summary>
    public string? this[string argument] => Arguments[argument]?.ToString();
}
