using Microsoft.CodeAnalysis.CSharp;

namespace QmpGen.Generator.Emission;

/// <summary>Formats values as C# literals.</summary>
internal static class CSharpLiteral
{
    /// <summary>Quotes a text.</summary>
    public static string Quote(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    /// <summary>Quotes each text and separates them by commas.</summary>
    public static string QuoteList(IEnumerable<string> texts) => string.Join(", ", texts.Select(Quote));

    /// <summary>Formats wire names as one literal, which compiles much faster than an array.</summary>
    /// <remarks>A space separates the names, which do not contain spaces.</remarks>
    public static string QuoteAll(IEnumerable<string> names)
    {
        string[] all = [.. names];
        return all.Length == 0 ? "null" : Quote(string.Join(" ", all));
    }
}
