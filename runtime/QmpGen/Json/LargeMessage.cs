namespace QmpGen.CodeGeneration;

/// <summary>The state that all readers of a large message share, so that reading takes linear time.</summary>
/// <param name="bytes">The message if values can refer to it, or empty if its memory is reused.</param>
internal sealed class LargeMessage(ReadOnlyMemory<byte> bytes)
{
    private ReadOnlyMemory<byte> _bytes = bytes;
    private ContainerIndex? _index;

    /// <summary>Gets the end of a large value, if the message has been indexed.</summary>
    /// <inheritdoc cref="ContainerIndex.TryGetEnd"/>
    public bool TryGetEnd(int start, out int end)
    {
        end = 0;
        return _index?.TryGetEnd(start, out end) == true;
    }

    /// <summary>Indexes the message.</summary>
    /// <inheritdoc cref="ContainerIndex(ReadOnlySpan{byte}, QmpReadContext)"/>
    public void CreateIndex(ReadOnlySpan<byte> json, QmpReadContext context) =>
        _index = new ContainerIndex(json, context);

    /// <summary>Gets the message in memory that is not reused.</summary>
    /// <param name="json">The complete message.</param>
    /// <remarks>Nested values share one copy.</remarks>
    public ReadOnlyMemory<byte> GetBytes(ReadOnlySpan<byte> json)
    {
        if (_bytes.IsEmpty)
        {
            _bytes = json.ToArray();
        }

        return _bytes;
    }
}
