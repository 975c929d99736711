using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace QmpGen.Generator.Tests;

/// <summary>What an editor shows of a declaration.</summary>
internal static class Documentation
{
    /// <summary>Where QEMU's source would be.</summary>
    public const string Folder = "/qemu/qapi/";

    /// <summary>A file of QEMU's source.</summary>
    public static InMemorySchema Source(string text, string file = "disks.json") =>
        new(Folder + file, text, ("Kind", "docs"));

    /// <summary>A schema whose item names the folder of the source.</summary>
    public static InMemorySchema Documented(string schema) => InMemorySchema.Of(schema, ("Docs", Folder));

    /// <summary>What stands in the source for others to use, of a declaration and those inside of it.</summary>
    public static IEnumerable<ISymbol> VisibleIn(ISymbol symbol)
    {
        bool isVisible =
            symbol.DeclaredAccessibility == Accessibility.Public
            && !symbol.IsImplicitlyDeclared
            && symbol is not IMethodSymbol { AssociatedSymbol: not null };
        return !isVisible ? []
            : symbol is not INamedTypeSymbol type ? [symbol]
            : [.. type.IsExtension ? [] : new[] { type }, .. type.GetMembers().SelectMany(VisibleIn)];
    }

    /// <summary>The summary as its XML, on one line; empty where there is none.</summary>
    public static string SummaryOf(ISymbol symbol)
    {
        string xml = symbol.GetDocumentationCommentXml() ?? "";
        XElement? summary =
            xml.Length == 0 ? null : XElement.Parse(xml, LoadOptions.PreserveWhitespace).Element("summary");
        string text = string.Concat(
            summary?.Nodes().Select(node => node.ToString(SaveOptions.DisableFormatting)) ?? []
        );
        return string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
