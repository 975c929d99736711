namespace QmpGen.Operations;

/// <summary>The keys of characters on a keyboard with the layout of the United States.</summary>
internal static class KeyText
{
    private const string Shifted = "~!@#$%^&*()_+{}|:\"<>?";
    private const string Unshifted = "`1234567890-=[]\\;',./";

    /// <summary>Returns the keys that are pressed together for a character.</summary>
    /// <exception cref="ArgumentException">The layout does not have the character.</exception>
    public static IReadOnlyList<string> GetKeys(char character)
    {
        bool isShifted = char.IsAsciiLetterUpper(character) || Shifted.Contains(character, StringComparison.Ordinal);
        char plain = Shifted.IndexOf(character, StringComparison.Ordinal) is >= 0 and int index
            ? Unshifted[index]
            : char.ToLowerInvariant(character);
        string key =
            GetName(plain)
            ?? throw new ArgumentException(
                $"The character U+{(int)character:X4} is not on a keyboard of the United States. Send the keys of the "
                    + "guest's keyboard layout with SendKeysAsync.",
                nameof(character)
            );
        return isShifted ? ["shift", key] : [key];
    }

    private static string? GetName(char plain) =>
        plain switch
        {
            >= 'a' and <= 'z' or >= '0' and <= '9' => plain.ToString(),
            '\n' => "ret",
            '\t' => "tab",
            '\b' => "backspace",
            '\e' => "esc",
            ' ' => "spc",
            '`' => "grave_accent",
            '-' => "minus",
            '=' => "equal",
            '[' => "bracket_left",
            ']' => "bracket_right",
            '\\' => "backslash",
            ';' => "semicolon",
            '\'' => "apostrophe",
            ',' => "comma",
            '.' => "dot",
            '/' => "slash",
            _ => null,
        };
}
