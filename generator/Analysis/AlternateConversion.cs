using Microsoft.CodeAnalysis;

namespace QmpGen.Generator.Analysis;

/// <summary>Finds the branch of an alternate that an implicit conversion creates.</summary>
internal static class AlternateConversion
{
    /// <summary>Finds the branch whose value has the type of the operator's parameter, or returns null.</summary>
    public static INamedTypeSymbol? FindBranch(IMethodSymbol conversion) =>
        conversion
            .ContainingType.GetTypeMembers()
            .FirstOrDefault(branch =>
                branch
                    .GetMembers("Value")
                    .OfType<IPropertySymbol>()
                    .Any(value => Matches(value.Type, conversion.Parameters[0].Type))
            );

    private static bool Matches(ITypeSymbol value, ITypeSymbol parameter) =>
        SymbolEqualityComparer.Default.Equals(value, parameter.WithoutNullable())
        || (
            value is INamedTypeSymbol { TypeArguments: [var item] }
            && parameter is IArrayTypeSymbol array
            && SymbolEqualityComparer.Default.Equals(item, array.ElementType)
        );
}
