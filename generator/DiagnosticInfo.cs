using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using QmpGen.Generator.Collections;
using QmpGen.Generator.Schema;

namespace QmpGen.Generator;

/// <summary>A diagnostic as a value, so that the pipeline can compare it; it becomes Roslyn's at the very
/// end.</summary>
internal sealed record DiagnosticInfo(
    string Rule,
    string Path,
    TextSpan Span,
    LinePositionSpan Lines,
    EquatableArray<string> Arguments
)
{
    /// <summary>Places a problem of a schema on its line and column.</summary>
    public static DiagnosticInfo Of(SchemaProblem problem, string path, string text)
    {
        int end = Math.Min(problem.End, text.Length);
        int start = Math.Min(problem.Start, end);
        return new DiagnosticInfo(
            problem.Rule,
            path,
            TextSpan.FromBounds(start, end),
            new LinePositionSpan(PositionOf(text, start), PositionOf(text, end)),
            problem.Arguments.ToEquatableArray()
        );
    }

    /// <summary>A diagnostic at a line and column, which count from 1.</summary>
    public static DiagnosticInfo OfPlace(string rule, string path, int line, int column, params string[] arguments)
    {
        LinePosition place = new(line - 1, column - 1);
        return new DiagnosticInfo(
            rule,
            path,
            default,
            new LinePositionSpan(place, place),
            arguments.ToEquatableArray()
        );
    }

    /// <summary>A diagnostic about the file as a whole.</summary>
    public static DiagnosticInfo OfFile(string rule, string path, params string[] arguments) =>
        new(rule, path, default, default, arguments.ToEquatableArray());

    /// <summary>A fault of QmpGen's own: whatever goes wrong, the build gets a message rather than an
    /// exception.</summary>
    public static DiagnosticInfo OfFailure(string path, Exception failure) =>
        OfFile(Rules.Internal, path, $"{failure.GetType().Name}: {failure.Message}");

    public Diagnostic ToDiagnostic() =>
        Diagnostic.Create(DiagnosticDescriptors.Of(Rule), Location.Create(Path, Span, Lines), [.. Arguments]);

    private static LinePosition PositionOf(string text, int position)
    {
        int line = 0;
        int lineStart = 0;
        for (int i = text.IndexOf('\n'); i >= 0 && i < position; i = text.IndexOf('\n', i + 1))
        {
            line++;
            lineStart = i + 1;
        }

        return new LinePosition(line, position - lineStart);
    }
}
