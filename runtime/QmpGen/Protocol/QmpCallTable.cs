namespace QmpGen;

/// <summary>
/// Every call between its start and its answer, and the order in which requests leave. A cancelled call that has been
/// sent stays until its
/// answer comes (only then does QEMU have a free place for another one) except with a guest agent. Safe for use by
/// several threads; completes nothing itself.
/// </summary>
internal sealed class QmpCallTable
{
    /// <summary>With out-of-band execution on, QEMU reads on only while at most so many in-band requests are
    /// unanswered.</summary>
    public int Window { get; set; } = MonitorDialect.DefaultWindow;

    private readonly Lock _gate = new();
    private readonly Dictionary<long, QmpCall> _calls = [];
    private readonly LinkedList<QmpCall> _inBand = [];
    private readonly LinkedList<QmpCall> _outOfBand = [];
    private QmpCall? _lastUnanswered;
    private QmpCall? _descriptorHolder;
    private long _lastId;
    private long _settled;
    private int _inFlight;
    private bool _sending;

    /// <summary>Whether at most <see cref="Window"/> in-band requests may be in flight.</summary>
    public bool Limited { get; set; }

    /// <summary>Whether nothing is kept of a cancelled call. A guest agent has no window, tells by its marks which
    /// answers nobody waits for, and may be
    /// silent for ever.</summary>
    public bool ForgetsCancelled { get; set; }

    /// <summary>Whether the connection has ended.</summary>
    public bool Ended { get; private set; }

    /// <summary>Why the connection has ended; null where it was closed by this side.</summary>
    public QmpException? Cause { get; private set; }

    /// <summary>Registers a call, gives it its number and puts it in the row to be sent.</summary>
    /// <param name="call">The call.</param>
    /// <param name="startSending">Whether the caller is to start sending: nobody else does.</param>
    /// <returns>False where the connection has ended.</returns>
    public bool TryAdd(QmpCall call, out bool startSending)
    {
        lock (_gate)
        {
            startSending = !Ended && !_sending;
            if (Ended)
            {
                return false;
            }

            call.Id = ++_lastId;
            _calls.Add(call.Id, call);
            call.Place = (call.OutOfBand ? _outOfBand : _inBand).AddLast(call);
            _sending = true;
            return true;
        }
    }

    /// <summary>The next call to be written, which counts as sent from here on; null, and the sender stops, where there
    /// is none.</summary>
    public QmpCall? NextToSend()
    {
        lock (_gate)
        {
            bool windowFull = Limited && _inFlight >= Window;
            QmpCall? call = Sendable(_outOfBand) ?? (windowFull ? null : Sendable(_inBand));
            _sending = call is not null;
            if (call is null)
            {
                return null;
            }

            Unqueue(call);
            call.Sent = true;
            _descriptorHolder = call.Descriptor is null ? _descriptorHolder : call;
            _inFlight += call.TakesPlace ? 1 : 0;
            if (!call.IsAnswered)
            {
                KeepForItsError(call);
            }

            return call;
        }
    }

    /// <summary>Takes a cancelled call out, if nothing is to come of it any more.</summary>
    /// <param name="call">The call.</param>
    /// <param name="startSending">Whether the caller is to start sending: others may have waited behind it.</param>
    public void Withdraw(QmpCall call, out bool startSending)
    {
        lock (_gate)
        {
            startSending = false;
            if (call.Place is not null)
            {
                Unqueue(call);
            }
            else if (!ForgetsCancelled)
            {
                return;
            }

            _calls.Remove(call.Id);
            startSending = StartSending();
        }
    }

    /// <summary>Takes the call out that a message answers.</summary>
    /// <param name="id">The id that the message names.</param>
    /// <param name="startSending">Whether the caller is to start sending: the window has room again.</param>
    /// <returns>The call, or null where no sent call has the id.</returns>
    public QmpCall? TakeAnswered(long id, out bool startSending)
    {
        lock (_gate)
        {
            startSending = false;
            if (!_calls.TryGetValue(id, out QmpCall? call) || !call.Sent)
            {
                return null;
            }

            _calls.Remove(id);
            _inFlight -= call.TakesPlace ? 1 : 0;
            _descriptorHolder = call == _descriptorHolder ? null : _descriptorHolder;
            startSending = StartSending();
            return call;
        }
    }

    /// <summary>Takes the calls out up to one, all of them sent, that are still without the answer that they were to
    /// get.</summary>
    /// <param name="last">The id of the last.</param>
    public List<QmpCall> TakeUnansweredUpTo(long last)
    {
        lock (_gate)
        {
            List<QmpCall> taken = [];
            while (_settled < last)
            {
                if (_calls.TryGetValue(++_settled, out QmpCall? call) && call.IsAnswered && _calls.Remove(call.Id))
                {
                    taken.Add(call);
                }
            }

            return taken;
        }
    }

    /// <summary>The calls whose answers are due, the oldest first.</summary>
    public QmpCall[] InFlight()
    {
        lock (_gate)
        {
            return [.. _calls.Values.Where(call => call is { Sent: true, IsAnswered: true }).OrderBy(call => call.Id)];
        }
    }

    /// <summary>Ends the table: the first cause stays.</summary>
    /// <param name="cause">Why; null where the connection is closed by this side.</param>
    /// <param name="pending">The calls that are left without an answer.</param>
    /// <returns>False where it has ended before.</returns>
    public bool End(QmpException? cause, out QmpCall[] pending)
    {
        lock (_gate)
        {
            pending = [.. _calls.Values];
            if (Ended)
            {
                return false;
            }

            Ended = true;
            Cause = cause;
            _calls.Clear();
            _inBand.Clear();
            _outOfBand.Clear();
            _descriptorHolder = null;
            return true;
        }
    }

    /// <summary>A command without an answer may still fail, and most never do: only the last one is
    /// remembered.</summary>
    private void KeepForItsError(QmpCall call)
    {
        if (_lastUnanswered is { } earlier)
        {
            _calls.Remove(earlier.Id);
        }

        _lastUnanswered = call;
    }

    private bool StartSending()
    {
        bool starts = !_sending && _inBand.Count + _outOfBand.Count > 0;
        _sending |= starts;
        return starts;
    }

    /// <summary>The first of a row, unless it has to wait: QEMU keeps the last descriptor that came, so there is one on
    /// its way at a time.</summary>
    private QmpCall? Sendable(LinkedList<QmpCall> row) =>
        row.First?.Value is { } first && (first.Descriptor is null || _descriptorHolder is null) ? first : null;

    private static void Unqueue(QmpCall call)
    {
        call.Place!.List?.Remove(call.Place);
        call.Place = null;
    }
}
