using QmpGen.CodeGeneration;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

/// <summary>Calls that end while their response, which has arrived, is being read.</summary>
public sealed class ResultReadingTests
{
    private static readonly string s_largeArray = $"[{string.Join(',', Enumerable.Repeat("1", 100_000))}]";

    [Fact]
    public async Task CallTimeout_WhileResultIsRead_EndsCallAndKeepsConnection()
    {
        await using ConnectedTypedPeer peer = await ConnectedTypedPeer.CreateAsync();
        QueryNumbers command = new();
        QmpCallOptions options = new() { Timeout = TimeSpan.FromMilliseconds(500) };
        Task call = peer.Client.ExecuteAsync(command, options);
        await peer.ReplyAsync(await peer.ExpectAsync("query-numbers"), s_largeArray);
        await command.Started.WaitAsync(WaitTimeout);
        await Task.Delay(2 * options.Timeout.Value);
        command.Continue();
        QmpTimeoutException e = await Assert.ThrowsAsync<QmpTimeoutException>(() => call.WaitAsync(WaitTimeout));
        Assert.Contains("'query-numbers' was received", e.Message, StringComparison.Ordinal);
        await peer.RoundTripAsync();
    }

    [Fact]
    public async Task Cancellation_WhileResultIsRead_EndsCall()
    {
        await using ConnectedTypedPeer peer = await ConnectedTypedPeer.CreateAsync();
        using CancellationTokenSource cancellation = new();
        QueryNumbers command = new();
        Task call = peer.Client.ExecuteAsync(command, cancellation.Token);
        await peer.ReplyAsync(await peer.ExpectAsync("query-numbers"), s_largeArray);
        await command.Started.WaitAsync(WaitTimeout);
        await cancellation.CancelAsync();
        command.Continue();
        OperationCanceledException e = await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            call.WaitAsync(WaitTimeout)
        );
        Assert.Equal(cancellation.Token, e.CancellationToken);
    }

    [Fact]
    public async Task Dispose_WhileResultIsRead_EndsCall()
    {
        await using ConnectedTypedPeer peer = await ConnectedTypedPeer.CreateAsync();
        QueryNumbers command = new();
        Task call = peer.Client.ExecuteAsync(command);
        await peer.ReplyAsync(await peer.ExpectAsync("query-numbers"), s_largeArray);
        await command.Started.WaitAsync(WaitTimeout);
        await peer.Client.DisposeAsync().AsTask().WaitAsync(WaitTimeout);
        command.Continue();
        await Assert.ThrowsAsync<QmpConnectionException>(() => call.WaitAsync(WaitTimeout));
    }

    [Fact]
    public async Task ConnectionLoss_WhileResultIsRead_DoesNotLoseResult()
    {
        await using ConnectedTypedPeer peer = await ConnectedTypedPeer.CreateAsync();
        QueryNumbers command = new();
        Task<QmpList<long>> call = peer.Client.ExecuteAsync(command);
        await peer.ReplyAsync(await peer.ExpectAsync("query-numbers"), s_largeArray);
        await command.Started.WaitAsync(WaitTimeout);
        peer.Close();
        await peer.Client.Closed.WaitAsync(WaitTimeout);
        command.Continue();
        Assert.Equal(100_000, (await call.WaitAsync(WaitTimeout)).Count);
    }

    /// <summary>A command whose result is read only after the test continues.</summary>
    private sealed record QueryNumbers : QmpArguments, IQmpCommand<QmpList<long>>
    {
        private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile bool _mayContinue;

        public Task Started => _started.Task;

        string IQmpCommand.WireName => "query-numbers";

        bool IQmpCommand.AllowOob => false;

        IReadOnlyList<string> IQmpCommand.Features => [];

        void IQmpCommand.WriteArguments(QmpWriter writer) => writer.WriteExtraArguments(this);

        public void Continue() => _mayContinue = true;

        QmpList<long> IQmpCommand<QmpList<long>>.ReadResult(ref QmpReader reader)
        {
            _started.SetResult();
            SpinWait.SpinUntil(() => _mayContinue, WaitTimeout);
            return reader.ReadList(QmpReader.ReadInt64);
        }
    }
}
