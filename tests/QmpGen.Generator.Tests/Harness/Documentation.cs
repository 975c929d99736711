using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace QmpGen.Generator.Tests;

/// <summary>Creates QAPI source, and reads the documentation of declarations.</summary>
internal static class Documentation
{
    /// <summary>The folder of QEMU's source.</summary>
    public const string Folder = "/qemu/qapi/";

    /// <summary>Creates a file of QEMU's source.</summary>
    public static InMemorySchema Source(string text, string file = "disks.json") =>
        new(Folder + file, text, ("Kind", "docs"));

    /// <summary>Creates a schema that uses the folder.</summary>
    public static InMemorySchema Documented(string schema) => InMemorySchema.FromText(schema, ("Docs", Folder));

    /// <summary>Gets a declaration and those inside it, if they are public and in the source.</summary>
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

    /// <summary>Gets the summary as XML on one line, or an empty text.</summary>
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
