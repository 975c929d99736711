namespace QmpGen.Testing.Tests;

/// <summary>Holds the command <c>stop</c> until it is opened, and lets <c>query-name</c> and <c>query-yank</c> answer
/// at once.</summary>
internal sealed class Gate(QmpTestServer server) : IDisposable
{
    private readonly QmpTestHold _hold = server
        .On("query-name", _ => null)
        .On("query-yank", _ => QmpValue.Parse("[]"))
        .On("stop", _ => null)
        .Hold("stop");

    /// <summary>Completes when the command is being executed.</summary>
    public Task Entered => _hold.ReceivedAsync();

    public void Open() => _hold.Release();

    public void Dispose() => _hold.Dispose();
}
