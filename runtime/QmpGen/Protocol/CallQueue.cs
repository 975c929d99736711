namespace QmpGen;

/// <summary>A queue of calls from which any call can be removed.</summary>
/// <remarks>A linked list whose nodes are the calls. Not thread-safe.</remarks>
internal sealed class CallQueue
{
    private QmpCall? _last;

    /// <summary>The first call, or null if the queue is empty.</summary>
    public QmpCall? First { get; private set; }

    /// <summary>Adds a call at the end.</summary>
    public void Enqueue(QmpCall call)
    {
        call.IsQueued = true;
        call.Previous = _last;
        if (_last is null)
        {
            First = call;
        }
        else
        {
            _last.Next = call;
        }

        _last = call;
    }

    /// <summary>Removes a call of this queue.</summary>
    public void Remove(QmpCall call)
    {
        if (call.Previous is null)
        {
            First = call.Next;
        }
        else
        {
            call.Previous.Next = call.Next;
        }

        if (call.Next is null)
        {
            _last = call.Previous;
        }
        else
        {
            call.Next.Previous = call.Previous;
        }

        (call.Previous, call.Next, call.IsQueued) = (null, null, false);
    }

    public void Clear()
    {
        while (First is { } first)
        {
            Remove(first);
        }
    }
}
