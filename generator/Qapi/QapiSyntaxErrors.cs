namespace QmpGen.Generator.Qapi;

/// <summary>Creates the errors for text that is not QAPI.</summary>
internal static class QapiSyntaxErrors
{
    public static QapiException DoubleQuotes(QapiPosition position) =>
        new(position, "QAPI strings use single quotes: write '…' instead of \"…\"");

    public static QapiException UnexpectedCharacter(QapiPosition position, char character) =>
        new(position, $"unexpected character '{character}': remove it");

    public static QapiException UnquotedWord(QapiPosition position, string word) =>
        new(position, $"unquoted word '{word}': put it in single quotes, or use true or false");

    public static QapiException UnknownEscape(QapiPosition position) =>
        new(position, @"unknown escape sequence: QAPI strings allow only \\ and \'");

    public static QapiException UnterminatedString(QapiPosition position) =>
        new(position, "unterminated string: close it with ' on the same line");

    public static QapiException InvalidCommentMarker(QapiPosition position) =>
        new(position, "a documentation comment must start and end with a line that contains only '##'");

    public static QapiException UnterminatedComment(QapiPosition position) =>
        new(position, "unterminated documentation comment: close it with a line '##'");

    public static QapiException ExpectedDefinition(QapiToken found) =>
        new(found.Position, $"expected a definition {{ … }} but found {found.Description}");

    public static QapiException ExpectedValue(QapiToken found) =>
        new(
            found.Position,
            $"expected a value but found {found.Description}: write a 'string', true, false, {{ … }} or [ … ]"
        );

    public static QapiException ExpectedKey(QapiToken found) =>
        new(found.Position, $"expected a key in single quotes but found {found.Description}");

    public static QapiException ExpectedColon(QapiToken found, string key) =>
        new(found.Position, $"expected ':' after the key '{key}' but found {found.Description}");

    public static QapiException ExpectedEnd(QapiToken found, string end, QapiPosition start) =>
        new(
            found.Position,
            $"expected ',' or '{end}' but found {found.Description}: "
                + $"close the value that starts at line {start.Line}, column {start.Column}"
        );

    public static QapiException DuplicateKey(QapiPosition position, string key) =>
        new(position, $"duplicate key '{key}': remove one of them");

    public static QapiException TooDeep(QapiPosition position, int limit) =>
        new(position, $"values are nested more than {limit} levels deep: flatten them");
}
