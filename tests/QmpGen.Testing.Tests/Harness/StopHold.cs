namespace QmpGen.Testing.Tests;

/// <summary>Holds the command <c>stop</c>, while <c>query-name</c> and <c>query-yank</c> get a response at
/// once.</summary>
internal sealed class StopHold(QmpTestServer server) : IDisposable
{
    private readonly QmpTestHold _hold = server
        .On("query-name", _ => null)
        .On("query-yank", _ => QmpValue.Parse("[]"))
        .On("stop", _ => null)
        .Hold("stop");

    /// <summary>Waits until the server executes the command.</summary>
    public Task WaitForCallAsync() => _hold.WaitForCallAsync();

    public void Release() => _hold.Release();

    public void Dispose() => _hold.Dispose();
}
