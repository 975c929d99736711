using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace QmpGen.Generator.Diagnostics;

/// <summary>Converts problems to the compiler's diagnostics.</summary>
internal static class DiagnosticConverter
{
    private const string Category = "QmpGen";

    private static readonly string s_pages =
        typeof(DiagnosticConverter)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .First(metadata => metadata.Key == "RepositoryUrl")
            .Value + "/blob/main/docs/diagnostics/";

    private static readonly Dictionary<string, DiagnosticDescriptor> s_descriptors = DiagnosticRules.All.ToDictionary(
        rule => rule.Id,
        Describe
    );

    /// <summary>Gets the descriptor of a rule.</summary>
    public static DiagnosticDescriptor GetDescriptor(DiagnosticRule rule) => s_descriptors[rule.Id];

    public static Diagnostic ToDiagnostic(this Problem problem)
    {
        SourceLocation location = problem.Location;
        return Diagnostic.Create(
            GetDescriptor(problem.Rule),
            Location.Create(
                location.Path,
                TextSpan.FromBounds(location.Start, location.End),
                new LinePositionSpan(Convert(location.StartPosition), Convert(location.EndPosition))
            ),
            [.. problem.Arguments]
        );
    }

    private static LinePosition Convert(TextPosition position) => new(position.Line - 1, position.Column - 1);

    private static DiagnosticDescriptor Describe(DiagnosticRule rule) =>
        new(
            rule.Id,
            rule.Title,
            rule.MessageFormat,
            Category,
            rule.Level switch
            {
                RuleLevel.Error => DiagnosticSeverity.Error,
                RuleLevel.Warning => DiagnosticSeverity.Warning,
                _ => DiagnosticSeverity.Info,
            },
            isEnabledByDefault: true,
            helpLinkUri: $"{s_pages}{rule.Id}.md"
        );
}
