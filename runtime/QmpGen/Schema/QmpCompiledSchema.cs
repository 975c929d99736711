using System.ComponentModel;

namespace QmpGen.CodeGeneration;

/// <summary>The schema that a generated client passes to the runtime.</summary>
/// <param name="source">Returns the schema as text.</param>
/// <param name="releases">The dumps, the oldest first.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class QmpCompiledSchema(QmpSchemaSource source, params IReadOnlyList<QmpCompiledRelease> releases)
{
    internal QmpSchemaSource Source => source;

    internal IReadOnlyList<QmpCompiledRelease> Releases => releases;
}
