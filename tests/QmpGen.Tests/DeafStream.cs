namespace QmpGen.Tests;

/// <summary>As the output of a process may be: reading it heeds neither cancellation nor disposal.</summary>
internal sealed class DeafStream : MemoryStream
{
    private readonly TaskCompletionSource<int> _read = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends the reading, whoever may still be at it.</summary>
    public void Break(Exception cause) => _read.SetException(cause);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        new(_read.Task);
}
