using System.Globalization;
using System.Text;

namespace QmpGen;

/// <summary>Makes text from input files safe for a terminal.</summary>
internal static class TerminalText
{
    private const int MaxLength = 4000;

    /// <summary>Replaces control characters, including those for the direction of text, by escape sequences, and cuts
    /// long text.</summary>
    public static string Escape(string text)
    {
        StringBuilder safe = new();
        foreach (char c in text.AsSpan(0, Math.Min(text.Length, MaxLength)))
        {
            if (char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format && c != '\n')
            {
                safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            }
            else
            {
                safe.Append(c);
            }
        }

        return text.Length > MaxLength ? $"{safe}…" : safe.ToString();
    }
}
