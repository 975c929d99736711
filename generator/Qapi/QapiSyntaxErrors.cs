using QmpGen.Generator.Diagnostics;

namespace QmpGen.Generator.Qapi;

/// <summary>Creates the errors for text that is not QAPI.</summary>
internal static class QapiSyntaxErrors
{
    public static InputException DoubleQuotes(SourceSpan span) =>
        new(span, "QAPI strings use single quotes: write '…' instead of \"…\"");

    public static InputException UnexpectedCharacter(SourceSpan span, char character) =>
        new(span, $"unexpected character '{character}': remove it");

    public static InputException UnquotedWord(SourceSpan span, string word) =>
        new(span, $"unquoted word '{word}': put it in single quotes, or use true or false");

    public static InputException UnknownEscape(SourceSpan span) =>
        new(span, @"unknown escape sequence: QAPI strings allow only \\ and \'");

    public static InputException UnterminatedString(SourceSpan span) =>
        new(span, "unterminated string: close it with ' on the same line");

    public static InputException InvalidCommentMarker(SourceSpan span) =>
        new(span, "a documentation comment must start and end with a line that contains only '##'");

    public static InputException UnterminatedComment(SourceSpan span) =>
        new(span, "unterminated documentation comment: close it with a line '##'");

    public static InputException ExpectedDefinition(QapiToken found) =>
        new(found.Span, $"expected a definition {{ … }} but found {found.Description}");

    public static InputException ExpectedValue(QapiToken found) =>
        new(
            found.Span,
            $"expected a value but found {found.Description}: write a 'string', true, false, {{ … }} or [ … ]"
        );

    public static InputException ExpectedKey(QapiToken found) =>
        new(found.Span, $"expected a key in single quotes but found {found.Description}");

    public static InputException ExpectedColon(QapiToken found, string key) =>
        new(found.Span, $"expected ':' after the key '{key}' but found {found.Description}");

    public static InputException ExpectedEnd(QapiToken found, string end, SourceSpan start) =>
        new(
            found.Span,
            $"expected ',' or '{end}' but found {found.Description}: "
                + $"close the value that starts at line {start.Position.Line}, column {start.Position.Column}"
        );

    public static InputException DuplicateKey(SourceSpan span, string key) =>
        new(span, $"duplicate key '{key}': remove one of them");

    public static InputException TooDeep(SourceSpan span, int limit) =>
        new(span, $"values are nested more than {limit} levels deep: flatten them");
}
