namespace QmpGen;

/// <summary>Specifies how the sender is started after a call was queued.</summary>
internal enum SenderStart
{
    /// <summary>The sender is running.</summary>
    NotRequired,

    /// <summary>The caller's thread sends the request.</summary>
    AtOnce,

    /// <summary>The sender is scheduled, and sends all requests that are queued until it runs.</summary>
    Scheduled,
}

/// <summary>The calls of a connection, and the order in which their requests are sent.</summary>
/// <remarks>Thread-safe. It changes its state under a lock, and leaves the completion of calls to its
/// callers.</remarks>
/// <param name="keepsCanceledCalls">
/// Whether a canceled call that was sent stays in the table until its response is received. A monitor requires this,
/// because the call occupies its window until then. A guest agent does not have a window and may never respond.
/// </param>
internal sealed class QmpCallTable(bool keepsCanceledCalls)
{
    // A batch ends with the request that reaches this size.
    private const int MaxBatchBytes = 64 * 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<long, QmpCall> _calls = [];
    private readonly CallQueue _inBand = new();
    private readonly CallQueue _outOfBand = new();
    private QmpCall? _lastWithoutResponse;
    private QmpCall? _descriptorOwner;
    private long _lastId;
    private long _lastLostId;
    private int _inFlight;
    private bool _isSending;
    private bool _hasEnded;

    /// <summary>The maximum number of in-band requests in flight.</summary>
    public int Window { get; set; } = int.MaxValue;

    /// <summary>Whether the connection has ended.</summary>
    public bool HasEnded
    {
        get => Volatile.Read(ref _hasEnded);
        private set => Volatile.Write(ref _hasEnded, value);
    }

    /// <summary>The reason that the connection has ended, or null if this program closed it.</summary>
    public QmpException? Cause { get; private set; }

    /// <summary>Adds a call, assigns its id and queues its request.</summary>
    /// <param name="call">The call.</param>
    /// <param name="senderStart">How the caller must start the sender.</param>
    /// <returns>False if the connection has ended.</returns>
    public bool TryAdd(QmpCall call, out SenderStart senderStart)
    {
        lock (_gate)
        {
            senderStart = SenderStart.NotRequired;
            if (HasEnded || call.IsWithdrawn)
            {
                return !HasEnded;
            }

            call.Id = ++_lastId;
            _calls.Add(call.Id, call);
            (call.OutOfBand ? _outOfBand : _inBand).Enqueue(call);
            if (!_isSending)
            {
                // More calls may follow while the peer executes earlier ones: one write for all of them is faster.
                _isSending = true;
                senderStart = _calls.Count == 1 || call.OutOfBand ? SenderStart.AtOnce : SenderStart.Scheduled;
            }

            return true;
        }
    }

    /// <summary>Dequeues the next requests to send, which the sender writes together.</summary>
    /// <param name="batch">An empty list that receives the calls.</param>
    public void DequeueRequests(List<QmpCall> batch)
    {
        lock (_gate)
        {
            int bytes = 0;
            while (bytes < MaxBatchBytes && GetSendable() is { } call)
            {
                // A descriptor belongs to the first request of a write.
                if (call.Descriptor is not null && batch.Count > 0)
                {
                    return;
                }

                Dequeue(call);
                batch.Add(call);
                bytes += QmpRequest.MaxEnvelopeBytes + call.Arguments.Length;
                if (call.Descriptor is not null)
                {
                    return;
                }
            }
        }
    }

    /// <summary>Stops the sender if no request can be sent.</summary>
    /// <returns>True if the sender must continue.</returns>
    public bool ContinueSending()
    {
        lock (_gate)
        {
            return _isSending = GetSendable() is not null;
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
            call.IsWithdrawn = true;
            if (call.IsQueued)
            {
                GetQueue(call).Remove(call);
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

            Cause = cause;
            HasEnded = true;
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
        bool starts = !_isSending && GetSendable() is not null;
        _isSending |= starts;
        return starts;
    }

    /// <summary>Returns the next request that can be sent, or null.</summary>
    private QmpCall? GetSendable() => GetSendable(_outOfBand) ?? (_inFlight >= Window ? null : GetSendable(_inBand));

    /// <summary>Returns the first request of a queue, or null if it must wait.</summary>
    /// <remarks>QEMU keeps only the latest descriptor, so only one descriptor can be in flight.</remarks>
    private QmpCall? GetSendable(CallQueue queue) =>
        queue.First is { } first && (first.Descriptor is null || _descriptorOwner is null) ? first : null;

    private void Dequeue(QmpCall call)
    {
        GetQueue(call).Remove(call);
        call.IsSent = true;
        _descriptorOwner = call.Descriptor is null ? _descriptorOwner : call;
        _inFlight += call.OccupiesWindow ? 1 : 0;
        if (!call.ExpectsResponse)
        {
            KeepForError(call);
        }
    }

    private CallQueue GetQueue(QmpCall call) => call.OutOfBand ? _outOfBand : _inBand;
}
