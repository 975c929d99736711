using System.Runtime.CompilerServices;

namespace QmpGen.Generator.Diagnostics;

/// <summary>The exception for input that cannot be read. The message is the reason.</summary>
/// <param name="kind">The kind of error: the name of the method that creates it.</param>
internal sealed class InputException(SourceSpan span, string reason, [CallerMemberName] string kind = "")
    : Exception(reason)
{
    /// <summary>The place that cannot be read.</summary>
    public SourceSpan Span => span;

    /// <summary>The kind of error, which tests compare instead of the message.</summary>
    public string Kind => kind;

    /// <summary>Creates a problem whose only argument is the reason.</summary>
    public Problem ToProblem(DiagnosticRule rule) => new(rule, span.ToLocation(), Message);
}
