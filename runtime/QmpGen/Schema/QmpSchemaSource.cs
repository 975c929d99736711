using System.ComponentModel;

namespace QmpGen.CodeGeneration;

/// <summary>Returns the schema of generated bindings, as text.</summary>
/// <returns>UTF-8 text.</returns>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate ReadOnlySpan<byte> QmpSchemaSource();
