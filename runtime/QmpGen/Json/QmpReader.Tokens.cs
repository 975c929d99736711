using System.Text.Json;

namespace QmpGen.CodeGeneration;

/// <content>Moves over tokens. Skipping a large value does not depend on its size.</content>
public ref partial struct QmpReader
{
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

    /// <summary>Moves to the last token of the value.</summary>
    /// <returns>The place of the value in the message.</returns>
    private Range SkipValue()
    {
        int start = _offset + (int)_json.TokenStartIndex;
        if (_json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            SkipContainer(start);
        }

        return start..(_offset + (int)_json.BytesConsumed);
    }

    private void SkipContainer(int start)
    {
        int end = 0;
        if (_large?.TryGetEnd(start, out end) != true)
        {
            Utf8JsonReader atStart = _json;
            if (TrySkipSmallContainer())
            {
                return;
            }

            _json = atStart;
            IndexMessage();
            _large!.TryGetEnd(start, out end);
        }

        // The state after the opening bracket is also that of an empty container, which the closing bracket ends.
        _offset = end - 1;
        _json = new Utf8JsonReader(_message[_offset..], isFinalBlock: true, _json.CurrentState);
        Advance();
    }

    /// <summary>Moves to the end of an object or array, or returns false if it is large.</summary>
    private bool TrySkipSmallContainer()
    {
        int depth = _json.CurrentDepth;
        long limit = _json.BytesConsumed + ContainerIndex.MinBytes;
        do
        {
            Advance();
        } while (_json.CurrentDepth > depth && _json.BytesConsumed < limit);

        return _json.CurrentDepth == depth;
    }

    private readonly void IndexMessage()
    {
        try
        {
            _large!.CreateIndex(_message, Context);
        }
        catch (JsonException e)
        {
            throw CreateMalformed(e);
        }
    }
}
