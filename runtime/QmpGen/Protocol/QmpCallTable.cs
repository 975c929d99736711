namespace QmpGen;

/// <summary>The calls of a connection, and the order in which their requests are sent.</summary>
/// <remarks>Thread-safe. It changes its state under a lock, and leaves the completion of calls to its
/// callers.</remarks>
/// <param name="keepsCanceledCalls">
/// Whether a canceled call that was sent stays in the table until its response is received. A monitor requires this,
/// because the call occupies its window until then. A guest agent does not have a window and may never respond.
/// </param>
internal sealed class QmpCallTable(bool keepsCanceledCalls)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, QmpCall> _calls = [];
    private readonly LinkedList<QmpCall> _inBand = [];
    private readonly LinkedList<QmpCall> _outOfBand = [];
    private QmpCall? _lastWithoutResponse;
    private QmpCall? _descriptorOwner;
    private long _lastId;
    private long _lastLostId;
    private int _inFlight;
    private bool _isSending;

    /// <summary>The maximum number of in-band requests in flight.</summary>
    public int Window { get; set; } = int.MaxValue;

    /// <summary>Whether the connection has ended.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>The reason that the connection has ended, or null if this program closed it.</summary>
    public QmpException? Cause { get; private set; }

    /// <summary>Adds a call, assigns its id and queues its request.</summary>
    /// <param name="call">The call.</param>
    /// <param name="mustStartSending">Whether the caller must start the sender, because it is not running.</param>
    /// <returns>False if the connection has ended.</returns>
    public bool TryAdd(QmpCall call, out bool mustStartSending)
    {
        lock (_gate)
        {
            mustStartSending = !HasEnded && !_isSending;
            if (HasEnded)
            {
                return false;
            }

            call.Id = ++_lastId;
            _calls.Add(call.Id, call);
            call.QueueNode = (call.OutOfBand ? _outOfBand : _inBand).AddLast(call);
            _isSending = true;
            return true;
        }
    }

    /// <summary>Dequeues the next request to send, or returns null and stops the sender.</summary>
    public QmpCall? DequeueRequest()
    {
        lock (_gate)
        {
            QmpCall? call = GetSendable(_outOfBand) ?? (_inFlight >= Window ? null : GetSendable(_inBand));
            _isSending = call is not null;
            if (call is null)
            {
                return null;
            }

            RemoveFromQueue(call);
            call.IsSent = true;
            _descriptorOwner = call.Descriptor is null ? _descriptorOwner : call;
            _inFlight += call.OccupiesWindow ? 1 : 0;
            if (!call.ExpectsResponse)
            {
                KeepForError(call);
            }

            return call;
        }
    }

    /// <summary>Removes a canceled call, unless its response must still be matched.</summary>
    /// <param name="call">The call.</param>
    /// <param name="mustStartSending">Whether the caller must start the sender, because the call blocked
    /// others.</param>
    public void Withdraw(QmpCall call, out bool mustStartSending)
    {
        lock (_gate)
        {
            mustStartSending = false;
            if (call.QueueNode is not null)
            {
                RemoveFromQueue(call);
            }
            else if (keepsCanceledCalls)
            {
                return;
            }

            _calls.Remove(call.Id);
            mustStartSending = TryStartSending();
        }
    }

    /// <summary>Removes the sent call that a response belongs to.</summary>
    /// <param name="id">The id in the response.</param>
    /// <param name="mustStartSending">Whether the caller must start the sender, because the window has room.</param>
    /// <returns>The call, or null if no sent call has the id.</returns>
    public QmpCall? MatchResponse(long id, out bool mustStartSending)
    {
        lock (_gate)
        {
            mustStartSending = false;
            if (!_calls.TryGetValue(id, out QmpCall? call) || !call.IsSent)
            {
                return null;
            }

            _calls.Remove(id);
            _inFlight -= call.OccupiesWindow ? 1 : 0;
            _descriptorOwner = call == _descriptorOwner ? null : _descriptorOwner;
            mustStartSending = TryStartSending();
            return call;
        }
    }

    /// <summary>Removes all calls up to an id that still expect a response.</summary>
    /// <remarks>All of them must have been sent.</remarks>
    public List<QmpCall> RemoveLost(long lastId)
    {
        lock (_gate)
        {
            List<QmpCall> lost = [];
            while (_lastLostId < lastId)
            {
                if (
                    _calls.TryGetValue(++_lastLostId, out QmpCall? call)
                    && call.ExpectsResponse
                    && _calls.Remove(call.Id)
                )
                {
                    lost.Add(call);
                }
            }

            return lost;
        }
    }

    /// <summary>Returns the sent calls that expect a response, the oldest first.</summary>
    public QmpCall[] GetInFlight()
    {
        lock (_gate)
        {
            return
            [
                .. _calls
                    .Values.Where(call => call is { IsSent: true, ExpectsResponse: true })
                    .OrderBy(call => call.Id),
            ];
        }
    }

    /// <summary>Ends the table, which then rejects new calls.</summary>
    /// <remarks>Only the first cause is kept.</remarks>
    /// <param name="cause">The reason, or null if this program closes the connection.</param>
    /// <param name="pending">The calls without a response.</param>
    /// <returns>False if it has already ended.</returns>
    public bool TryEnd(QmpException? cause, out QmpCall[] pending)
    {
        lock (_gate)
        {
            pending = [.. _calls.Values];
            if (HasEnded)
            {
                return false;
            }

            HasEnded = true;
            Cause = cause;
            _calls.Clear();
            _inBand.Clear();
            _outOfBand.Clear();
            _descriptorOwner = null;
            return true;
        }
    }

    /// <summary>Keeps a call, because its error response may follow.</summary>
    /// <remarks>Most of these calls never receive a response, so only the last call is kept.</remarks>
    private void KeepForError(QmpCall call)
    {
        if (_lastWithoutResponse is { } earlier)
        {
            _calls.Remove(earlier.Id);
        }

        _lastWithoutResponse = call;
    }

    private bool TryStartSending()
    {
        bool starts = !_isSending && _inBand.Count + _outOfBand.Count > 0;
        _isSending |= starts;
        return starts;
    }

    /// <summary>Returns the first request of a queue, or null if it must wait.</summary>
    /// <remarks>QEMU keeps only the latest descriptor, so only one descriptor can be in flight.</remarks>
    private QmpCall? GetSendable(LinkedList<QmpCall> queue) =>
        queue.First?.Value is { } first && (first.Descriptor is null || _descriptorOwner is null) ? first : null;

    private static void RemoveFromQueue(QmpCall call)
    {
        call.QueueNode!.List?.Remove(call.QueueNode);
        call.QueueNode = null;
    }
}
