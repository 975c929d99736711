using System.Text.Json;

namespace QmpGen.CodeGeneration;

/// <content>Moves over tokens.</content>
public ref partial struct QmpReader
{
    /// <summary>Validates a value that is not read.</summary>
    /// <returns>True.</returns>
    /// <exception cref="QmpProtocolException">The bytes are not JSON.</exception>
    internal static bool Validate(ReadOnlyMemory<byte> json, QmpReadContext context)
    {
        QmpReader reader = new(json.Span, context);
        reader.SkipValue();
        return true;
    }

    /// <summary>Moves to the last token of the value, which validates it.</summary>
    private void SkipValue()
    {
        if (_json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            int depth = _json.CurrentDepth;
            do
            {
                Advance();
            } while (_json.CurrentDepth > depth);
        }
    }

    private void Advance()
    {
        Context.ThrowIfStopped(++_tokenCount);
        try
        {
            _json.Read();
        }
        catch (JsonException e)
        {
            throw CreateMalformed(e);
        }
    }
}
