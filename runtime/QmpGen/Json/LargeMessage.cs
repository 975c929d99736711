namespace QmpGen.CodeGeneration;

/// <summary>The state that all readers of a large message share.</summary>
/// <param name="bytes">The message if values can refer to it, or empty if its memory is reused.</param>
/// <param name="length">The size of the message.</param>
internal sealed class LargeMessage(ReadOnlyMemory<byte> bytes, int length)
{
    /// <summary>The minimum size of a large message, and of a value that refers to its message.</summary>
    public const int MinBytes = 512;

    private ReadOnlyMemory<byte> _bytes = bytes;
    private ContainerIndex? _index;

    /// <summary>The short strings of the message.</summary>
    public StringCache Strings => field ??= new StringCache(length);

    /// <summary>Gets the end of a large value, and indexes the message at the first call.</summary>
    /// <inheritdoc cref="ContainerIndex(ReadOnlySpan{byte}, QmpReadContext)" path="/param"/>
    /// <inheritdoc cref="ContainerIndex.GetEnd"/>
    public int GetEnd(int start, ReadOnlySpan<byte> json, QmpReadContext context) =>
        (_index ??= new ContainerIndex(json, context)).GetEnd(start);

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
