namespace QmpGen.Tests;

/// <summary>As the output of a process may be: reading it heeds neither cancellation nor disposal.</summary>
internal sealed class DeafStream : MemoryStream
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        new(new TaskCompletionSource<int>().Task);
}
