using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace QmpGen.Generator.Analysis;

/// <summary>The oldest release that the user's assembly supports.</summary>
/// <param name="Label">The label of the release.</param>
/// <param name="Namespace">The generated namespace, or null for all that have the label.</param>
/// <param name="Syntax">The attribute.</param>
internal sealed record MinimumRelease(string Label, string? Namespace, SyntaxReference? Syntax)
{
    /// <summary>Reads the attributes of the compilation.</summary>
    public static ImmutableArray<MinimumRelease> ReadAll(Compilation compilation)
    {
        INamedTypeSymbol? attribute = compilation.GetTypeByMetadataName("QmpGen.QmpMinimumReleaseAttribute");
        return compilation
            .Assembly.GetAttributes()
            .Where(data => SymbolEqualityComparer.Default.Equals(data.AttributeClass, attribute))
            .Where(data => data.ConstructorArguments is [{ Value: string }])
            .Select(data => new MinimumRelease(
                (string)data.ConstructorArguments[0].Value!,
                data.NamedArguments.FirstOrDefault(pair => pair.Key == nameof(Namespace)).Value.Value as string,
                data.ApplicationSyntaxReference
            ))
            .ToImmutableArray();
    }

    /// <summary>Returns whether it applies to a namespace.</summary>
    public bool Matches(string name, ImmutableArray<string> labels) =>
        (Namespace is null || Namespace == name) && labels.Contains(Label);
}
