namespace QmpGen;

/// <summary>A task that is completed once, as a work item of <see cref="EventLoop.Schedule"/>.</summary>
/// <typeparam name="TResult">The type of the result.</typeparam>
/// <remarks>The continuations of the task may run user code.</remarks>
internal sealed class ScheduledResult<TResult> : IThreadPoolWorkItem
{
    private readonly TaskCompletionSource<TResult> _source = new();
    private TResult _result = default!;
    private Exception? _failure;
    private int _isDecided;

    public Task<TResult> Task => _source.Task;

    public bool TrySetResult(TResult result) => TryDecide(result, failure: null);

    public bool TrySetException(Exception failure) => TryDecide(default!, failure);

    void IThreadPoolWorkItem.Execute()
    {
        if (_failure is null)
        {
            _source.SetResult(_result);
        }
        else
        {
            _source.SetException(_failure);
        }
    }

    private bool TryDecide(TResult result, Exception? failure)
    {
        if (Interlocked.Exchange(ref _isDecided, 1) != 0)
        {
            return false;
        }

        (_result, _failure) = (result, failure);
        EventLoop.Schedule(this);
        return true;
    }
}
