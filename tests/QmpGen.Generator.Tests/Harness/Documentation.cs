using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace QmpGen.Generator.Tests;

/// <summary>What an editor shows of a declaration.</summary>
internal static class Documentation
{
    /// <summary>What stands in the source for others to use, of a declaration and those inside of it.</summary>
    public static IEnumerable<ISymbol> VisibleIn(ISymbol symbol)
    {
        bool isVisible = symbol.DeclaredAccessibility == Accessibility.Public && !symbol.IsImplicitlyDeclared && symbol is not IMethodSymbol { AssociatedSymbol: not null };
        return !isVisible ? []
            : symbol is not INamedTypeSymbol type ? [symbol]
            : [.. type.IsExtension ? [] : new[] { type }, .. type.GetMembers().SelectMany(VisibleIn)];
    }

    /// <summary>The summary as its XML; empty where there is none.</summary>
    public static string SummaryOf(ISymbol symbol)
    {
        string xml = symbol.GetDocumentationCommentXml() ?? "";
        return xml.Length == 0 ? "" : string.Concat(XElement.Parse(xml).Element("summary")?.Nodes().Select(node => node.ToString(SaveOptions.DisableFormatting)) ?? []).Trim();
    }
}
