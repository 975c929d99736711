namespace QmpGen.Generator.Diagnostics;

/// <summary>A range of characters in a file.</summary>
/// <param name="Start">The offset of the first character.</param>
/// <param name="End">The offset after the last character.</param>
internal readonly record struct SourceSpan(SourceFile File, int Start, int End)
{
    /// <summary>The line and column of the first character.</summary>
    public TextPosition Position => File.GetPosition(Start);

    /// <summary>Creates the span of a problem that concerns a whole file.</summary>
    public static SourceSpan FromFile(string path) => new(new SourceFile(path, ""), 0, 0);

    /// <summary>Creates a location, which does not keep the text alive.</summary>
    public SourceLocation ToLocation() => new(File.Path, Start, End, Position, File.GetPosition(End));

    /// <summary>Formats the span as <c>FILE:LINE:COLUMN</c>.</summary>
    public override string ToString() => ToLocation().ToString();
}
