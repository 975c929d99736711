namespace QmpGen.Generator.Diagnostics;

/// <summary>A line and a column, which count from 1.</summary>
internal readonly record struct TextPosition(int Line, int Column);
