using Microsoft.CodeAnalysis.CSharp;

namespace QmpGen.Generator.Emission;

/// <summary>Formats values as C# literals.</summary>
internal static class CSharpLiteral
{
    /// <summary>Quotes a text.</summary>
    public static string Quote(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    /// <summary>Formats wire names as one literal, which compiles much faster than an array.</summary>
    /// <remarks>
    /// A space separates the names. If a name contains one, another character does and follows as a second argument.
    /// </remarks>
    public static string QuoteAll(IEnumerable<string> names)
    {
        string[] all = [.. names];
        char separator = ' ';
        while (all.Any(name => name.IndexOf(separator) >= 0))
        {
            separator++;
        }

        string text = all.Length == 0 ? "null" : Quote(string.Join(separator.ToString(), all));
        return separator == ' ' ? text : $"{text}, {SymbolDisplay.FormatLiteral(separator, quote: true)}";
    }
}
