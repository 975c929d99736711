using Microsoft.CodeAnalysis;

namespace QmpGen.Generator.Analysis;

/// <summary>Formats features for messages.</summary>
internal static class FeatureText
{
    private static readonly SymbolDisplayFormat s_format = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        memberOptions: SymbolDisplayMemberOptions.IncludeContainingType
    );

    /// <summary>Formats the C# name, such as <c>BlockdevOptions.Nvme</c>.</summary>
    public static string Format(ISymbol feature) => feature.ToDisplayString(s_format);

    /// <summary>Formats the check that a use requires, such as <c>vm.Supports&lt;YankCommand&gt;()</c>.</summary>
    public static string FormatGuard(FeatureUse use)
    {
        string receiver = use.ClientText.Length == 0 ? "" : $"{use.ClientText}.";
        return use.Feature is INamedTypeSymbol type
            ? $"{receiver}Supports<{Format(type)}>()"
            : $"{receiver}Supports({FeatureTokens.FormatToken(use.Feature)})";
    }
}
