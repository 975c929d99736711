namespace QmpGen.Operations;

/// <summary>Options of the operations that read and write files of the guest.</summary>
/// <remarks>Immutable: use <c>with</c> to create a changed copy.</remarks>
public sealed record GuestFileOptions : OperationOptions
{
    /// <summary>The number of bytes that fit a request. In base64, they leave 1.3 MiB for its other members.</summary>
    internal const int MaxRequestBytes = 47 * 1024 * 1024;

    private const int MaxChunkBytes = 48 * 1024 * 1024;

    /// <summary>The number of bytes in a command, from 1 to 48 MiB. Default: 1 MiB.</summary>
    /// <remarks>The agent does not execute other commands while it transfers a chunk. A request to write has at most 47
    /// MiB, because the agent limits a request to 64 MiB.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1, or greater than 48 MiB.</exception>
    public int ChunkBytes
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaxChunkBytes);
            field = value;
        }
    } = 1024 * 1024;

    /// <summary>The largest file that is read, in bytes. Default: 1 GiB.</summary>
    /// <remarks>The guest controls the size, which can be infinite.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public long MaxBytes
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = 1L << 30;
}
