using QmpGen.Generator.Diagnostics;

namespace QmpGen.Generator.Schema;

/// <summary>A dump, in the order of the file.</summary>
/// <param name="QemuVersion">The version in the greeting of a transcript, or null.</param>
/// <param name="Span">The array of entities.</param>
internal sealed record QmpSchema(
    IReadOnlyList<SchemaCommand> Commands,
    IReadOnlyList<SchemaEvent> Events,
    IReadOnlyDictionary<string, SchemaType> Types,
    string? QemuVersion,
    SourceSpan Span
)
{
    /// <summary>The labels of the merged dumps, the oldest first. Empty if the schema is one dump.</summary>
    public IReadOnlyList<string> Releases { get; init; } = [];
}
