namespace QmpGen.Generator.Diagnostics;

/// <summary>Reports input that cannot be read. The message is the reason.</summary>
internal sealed class InputException(SourceSpan span, string reason) : Exception(reason)
{
    /// <summary>The place that cannot be read.</summary>
    public SourceSpan Span => span;

    /// <summary>Creates a problem whose only argument is the reason.</summary>
    public Problem ToProblem(DiagnosticRule rule) => new(rule, span.ToLocation(), Message);
}
