using System.Buffers;

namespace QmpGen;

/// <content>The sender, which writes the queued requests.</content>
internal sealed partial class QmpConnection
{
    // A larger buffer is not kept for the next requests.
    private const int MaxKeptSize = 64 * 1024;

    private readonly List<QmpCall> _batch = [];
    private ArrayBufferWriter<byte> _requests = new();
    private volatile Task _writing = Task.CompletedTask;

    /// <summary>Schedules the sender.</summary>
    public void StartSending() => EventLoop.Schedule(this);

    void IThreadPoolWorkItem.Execute() => _ = SendQueuedAsync();

    /// <summary>Writes the requests that can be sent.</summary>
    private async Task SendQueuedAsync()
    {
        try
        {
            _calls.DequeueRequests(_batch);
            if (_batch.Count > 0)
            {
                EncodeBatch();
                await WriteBatchAsync().ConfigureAwait(false);
                CompleteBatch();
            }
        }
        catch (Exception e)
        {
            await EndAfterWriteFailureAsync(e).ConfigureAwait(false);
            return;
        }

        // The thread of one caller must not send the requests of all other callers.
        if (_calls.ContinueSending())
        {
            StartSending();
        }
    }

    private void EncodeBatch()
    {
        foreach (QmpCall call in _batch)
        {
            int start = _requests.WrittenCount;
            _conversation.OnSending(call);
            _conversation.EncodeRequest(call, _requests);
            call.Arguments = [];
            _tap?.Enqueue(QmpWireDirection.Sent, _requests.WrittenSpan[start..]);
        }
    }

    /// <summary>Completes the calls that do not expect a response.</summary>
    private void CompleteBatch()
    {
        foreach (QmpCall call in _batch)
        {
            if (!call.ExpectsResponse)
            {
                call.TryComplete(QmpResponse.Empty);
            }
        }

        _batch.Clear();
        if (_requests.Capacity <= MaxKeptSize)
        {
            _requests.ResetWrittenCount();
        }
        else
        {
            _requests = new ArrayBufferWriter<byte>();
        }
    }

    private async Task EndAfterWriteFailureAsync(Exception failure)
    {
        QmpConnectionException cause =
            failure as QmpConnectionException
            ?? new QmpConnectionException(
                $"The connection was lost while a request was being sent: {failure.Message.TrimEnd('.')}.",
                failure
            );
        if (_batch is [{ ExpectsResponse: false } call])
        {
            call.TryFail(ConnectionEnded.CreateException($"'{call.Command}' was not sent", cause));
        }

        // The peer may have responded before it closed the connection. The receive loop reads those responses, and
        // finds a more precise reason for the end.
        bool isPeerGone = failure is IOException;
        if (isPeerGone)
        {
            await BoundedWait.ForAsync(_receiving, s_gracePeriod).ConfigureAwait(false);
        }

        await EndAsync(cause, isPeerGone).ConfigureAwait(false);
    }

    /// <summary>Writes the encoded requests.</summary>
    /// <remarks>A timeout ends the connection, because a partly written request cannot be undone.</remarks>
    private async ValueTask WriteBatchAsync()
    {
        ValueTask writing = _batch[0].Descriptor is { } descriptor
            ? WriteWithAsync(descriptor)
            : Transport.WriteAsync(_requests.WrittenMemory, descriptor: null, _stop.Token);
        if (writing.IsCompleted)
        {
            writing.GetAwaiter().GetResult();
            return;
        }

        Task task = _writing = writing.AsTask();
        try
        {
            await task.WaitAsync(_options.WriteTimeout).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!task.IsFaulted)
        {
            if (task.IsCompletedSuccessfully)
            {
                return;
            }

            AbandonedTask.ObserveException(task);
            throw CreateWriteTimeoutException();
        }
    }

    private QmpConnectionException CreateWriteTimeoutException()
    {
        string requests =
            _batch.Count == 1
                ? $"The request '{_batch[0].Command}' was"
                : $"The requests '{_batch[0].Command}' and {_batch.Count - 1} more were";
        string message =
            $"{requests} not written within {_options.WriteTimeout.TotalSeconds:0.###} s, "
            + "because the peer is not reading. The usual causes are a suspended process and a blocked main loop. "
            + "The connection was closed, because a partly written request cannot be undone.";
        return new QmpConnectionException(message, new QmpTimeoutException(message));
    }

    /// <summary>Writes the encoded requests with a descriptor, which is held until the write ends.</summary>
    private async ValueTask WriteWithAsync(PassedDescriptor descriptor)
    {
        using (descriptor)
        {
            await Transport.WriteAsync(_requests.WrittenMemory, descriptor, _stop.Token).ConfigureAwait(false);
        }
    }
}
