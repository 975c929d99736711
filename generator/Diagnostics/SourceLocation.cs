namespace QmpGen.Generator.Diagnostics;

/// <summary>The place of a problem, without the text of the file.</summary>
/// <remarks>A <see cref="SourceSpan"/> refers to the text. The pipeline stores this type, which compares by
/// value.</remarks>
/// <param name="Start">The offset of the first character.</param>
/// <param name="End">The offset after the last character.</param>
/// <param name="StartPosition">The line and column of <paramref name="Start"/>.</param>
/// <param name="EndPosition">The line and column of <paramref name="End"/>.</param>
internal readonly record struct SourceLocation(
    string Path,
    int Start,
    int End,
    TextPosition StartPosition,
    TextPosition EndPosition
)
{
    /// <summary>Creates the location of a problem that concerns a whole file.</summary>
    public static SourceLocation FromFile(string path) =>
        new(path, 0, 0, new TextPosition(1, 1), new TextPosition(1, 1));

    /// <summary>Formats the location as <c>FILE:LINE:COLUMN</c>.</summary>
    public override string ToString() => $"{Path}:{StartPosition.Line}:{StartPosition.Column}";
}
