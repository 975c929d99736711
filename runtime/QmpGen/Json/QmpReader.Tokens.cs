using System.Text.Json;

namespace QmpGen.CodeGeneration;

/// <content>Moves over tokens.</content>
public ref partial struct QmpReader
{
    /// <summary>Moves to the last token of the value, which validates it.</summary>
    internal void SkipValue()
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
