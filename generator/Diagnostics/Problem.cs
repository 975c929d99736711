using System.Globalization;
using QmpGen.Generator.Collections;

namespace QmpGen.Generator.Diagnostics;

/// <summary>A problem in an input file. The pipeline compares it by value.</summary>
/// <param name="Arguments">The arguments of the rule's message.</param>
internal sealed record Problem(DiagnosticRule Rule, SourceLocation Location, params EquatableArray<string> Arguments)
{
    /// <summary>The text for the user.</summary>
    public string Message =>
        string.Format(CultureInfo.InvariantCulture, Rule.MessageFormat, [.. Arguments.Cast<object>()]);

    /// <summary>Creates the problem for an exception that QmpGen did not expect.</summary>
    public static Problem FromException(string path, Exception exception) =>
        new(
            DiagnosticRules.InternalError,
            SourceLocation.FromFile(path),
            $"{exception.GetType().Name}: {exception.Message}"
        );
}
