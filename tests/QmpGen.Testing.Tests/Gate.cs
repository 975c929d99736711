namespace QmpGen.Testing.Tests;

/// <summary>Holds the command <c>stop</c> until it is opened, and lets <c>query-name</c> and <c>query-yank</c> answer at once.</summary>
internal sealed class Gate : IDisposable
{
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _open = new();

    public Gate(QmpTestServer server) => server
        .On("query-name", _ => null)
        .On("query-yank", _ => QmpValue.Parse("[]"))
        .On("stop", _ =>
        {
            _entered.TrySetResult();
            _open.Wait();
            return null;
        });

    /// <summary>Completes when the command is being executed.</summary>
    public Task Entered => _entered.Task.WaitAsync(TimeSpan.FromSeconds(10));

    public void Open() => _open.Set();

    public void Dispose() => _open.Set();
}
