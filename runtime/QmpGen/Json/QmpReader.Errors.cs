using System.Text;
using System.Text.Json;

namespace QmpGen.CodeGeneration;

/// <content>Creates the exceptions for values that do not match the schema.</content>
public ref partial struct QmpReader
{
    private const int MaxShownDigits = 40;

    private readonly string DescribePlace() =>
        _member is null ? Capitalize(Context.Subject) : $"The member '{_member}' in {Context.Subject}";

    private readonly QmpProtocolException CreateMissing(string[] members) =>
        new(
            $"{Capitalize(Context.Subject)} lacks the {(members.Length == 1 ? "member" : "members")} "
                + $"{string.Join(", ", members.Select(name => $"'{name}'"))}, "
                + $"which {Context.Schema} requires. The peer is {Context.Peer}. "
                + "Generate the bindings from a schema of its version."
        );

    private readonly QmpProtocolException CreateUnexpected(string expected) =>
        CreateUnexpected(expected, Describe(_json.TokenType));

    private readonly QmpProtocolException CreateOutOfRange(string expected)
    {
        ReadOnlySpan<byte> number = _json.ValueSpan;
        string shown = Encoding.ASCII.GetString(number[..Math.Min(number.Length, MaxShownDigits)]);
        return CreateUnexpected(expected, number.Length <= MaxShownDigits ? shown : $"{shown}…");
    }

    private readonly QmpProtocolException CreateUnexpected(string expected, string actual) =>
        new($"{DescribePlace()} must be {expected} according to {Context.Schema}, but {Context.Peer} sent {actual}.");

    private readonly QmpProtocolException CreateMalformed(JsonException e) =>
        new($"{Capitalize(Context.Subject)} is not valid JSON: {e.Message}", e);

    private static string Capitalize(string text) =>
        string.Concat(char.ToUpperInvariant(text[0]).ToString(), text.AsSpan(1));

    private static string Describe(JsonTokenType kind) =>
        kind switch
        {
            JsonTokenType.StartObject => "an object",
            JsonTokenType.StartArray => "an array",
            JsonTokenType.String => "a string",
            JsonTokenType.Number => "a number",
            JsonTokenType.True or JsonTokenType.False => "a boolean",
            JsonTokenType.Null => "null",
            _ => "something else",
        };
}
