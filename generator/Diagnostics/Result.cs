using QmpGen.Generator.Collections;

namespace QmpGen.Generator.Diagnostics;

/// <summary>A value and the problems found while it was created.</summary>
internal sealed record Result<T>(T Value, params EquatableArray<Problem> Problems);
