using QmpGen.Generator.Diagnostics;

namespace QmpGen.Generator.Qapi;

/// <summary>Creates the errors for text that is not QAPI.</summary>
internal static class QapiSyntaxErrors
{
    public static InputException DoubleQuotes(SourceSpan position) =>
        new(position, "QAPI strings use single quotes: write '…' instead of \"…\"");

    public static InputException UnexpectedCharacter(SourceSpan position, char character) =>
        new(position, $"unexpected character '{character}': remove it");

    public static InputException UnquotedWord(SourceSpan position, string word) =>
        new(position, $"unquoted word '{word}': put it in single quotes, or use true or false");

    public static InputException UnknownEscape(SourceSpan position) =>
        new(position, @"unknown escape sequence: QAPI strings allow only \\ and \'");

    public static InputException UnterminatedString(SourceSpan position) =>
        new(position, "unterminated string: close it with ' on the same line");

    public static InputException InvalidCommentMarker(SourceSpan position) =>
        new(position, "a documentation comment must start and end with a line that contains only '##'");

    public static InputException UnterminatedComment(SourceSpan position) =>
        new(position, "unterminated documentation comment: close it with a line '##'");

    public static InputException ExpectedDefinition(QapiToken found) =>
        new(found.Position, $"expected a definition {{ … }} but found {found.Description}");

    public static InputException ExpectedValue(QapiToken found) =>
        new(
            found.Position,
            $"expected a value but found {found.Description}: write a 'string', true, false, {{ … }} or [ … ]"
        );

    public static InputException ExpectedKey(QapiToken found) =>
        new(found.Position, $"expected a key in single quotes but found {found.Description}");

    public static InputException ExpectedColon(QapiToken found, string key) =>
        new(found.Position, $"expected ':' after the key '{key}' but found {found.Description}");

    public static InputException ExpectedEnd(QapiToken found, string end, SourceSpan start) =>
        new(
            found.Position,
            $"expected ',' or '{end}' but found {found.Description}: "
                + $"close the value that starts at line {start.Position.Line}, column {start.Position.Column}"
        );

    public static InputException DuplicateKey(SourceSpan position, string key) =>
        new(position, $"duplicate key '{key}': remove one of them");

    public static InputException TooDeep(SourceSpan position, int limit) =>
        new(position, $"values are nested more than {limit} levels deep: flatten them");
}
