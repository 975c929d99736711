using QmpGen.Generator.Diagnostics;

namespace QmpGen.Generator.Qapi;

internal enum QapiValueKind
{
    Object,
    Array,
    Text,
    Boolean,
}

/// <summary>A key of an object, and its value.</summary>
internal sealed record QapiEntry(string Name, SourceSpan Span, QapiValue Value);

/// <summary>A value in QAPI source.</summary>
internal sealed class QapiValue(QapiValueKind kind, SourceSpan span)
{
    public QapiValueKind Kind { get; } = kind;

    public SourceSpan Span { get; } = span;

    public string Text { get; init; } = "";

    public bool IsTrue { get; init; }

    public IReadOnlyList<QapiEntry> Entries { get; init; } = [];

    public IReadOnlyList<QapiValue> Items { get; init; } = [];

    /// <summary>The value of a key, or null if the object does not have it.</summary>
    public QapiValue? this[string name] => Entries.FirstOrDefault(entry => entry.Name == name)?.Value;
}
