using System.Buffers;

namespace QmpGen;

/// <content>The sender, which writes one request after another.</content>
internal sealed partial class QmpConnection
{
    private volatile Task _writing = Task.CompletedTask;

    /// <summary>Starts the sender on the thread pool.</summary>
    public void StartSending() => _ = ContextFreeTask.Run(SendQueuedAsync);

    /// <summary>Writes requests until none can be sent.</summary>
    private async Task SendQueuedAsync()
    {
        QmpCall? call = null;
        try
        {
            call = _calls.DequeueRequest();
            while (call is not null)
            {
                _conversation.OnSending(call);
                await WriteRequestAsync(call).ConfigureAwait(false);
                call.Arguments = [];
                if (!call.ExpectsResponse)
                {
                    call.TryComplete(QmpMessage.EmptyReturn);
                }

                call = _calls.DequeueRequest();

                // Continue on the thread pool: the first caller must not send the requests of all other callers.
                if (call is not null)
                {
                    await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
                }
            }
        }
        catch (Exception e)
        {
            await EndAfterWriteFailureAsync(call, e).ConfigureAwait(false);
        }
    }

    private async Task EndAfterWriteFailureAsync(QmpCall? call, Exception failure)
    {
        QmpConnectionException cause =
            failure as QmpConnectionException
            ?? new QmpConnectionException(
                $"The connection was lost while a request was being sent: {failure.Message.TrimEnd('.')}.",
                failure
            );
        if (call is { ExpectsResponse: false })
        {
            call.TryFail(ConnectionEnded.CreateException($"'{call.Command}' was not sent", cause));
        }

        // The peer may have responded before it closed the connection. The receive loop reads those responses, and
        // finds a more precise reason for the end.
        bool isPeerGone = failure is IOException;
        if (isPeerGone)
        {
            await Task.WhenAny(_receiving, Task.Delay(s_gracePeriod)).ConfigureAwait(false);
        }

        await EndAsync(cause, isPeerGone).ConfigureAwait(false);
    }

    /// <summary>Writes a request.</summary>
    /// <remarks>A timeout ends the connection, because a partly written request cannot be undone.</remarks>
    private async Task WriteRequestAsync(QmpCall call)
    {
        ReadOnlyMemory<byte> request = _conversation.EncodeRequest(call);
        _tap?.Enqueue(QmpWireDirection.Sent, new ReadOnlySequence<byte>(request));
        Task writing = _writing = WriteAsync(request, call);
        try
        {
            await writing.WaitAsync(_options.WriteTimeout).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!writing.IsFaulted)
        {
            if (writing.IsCompletedSuccessfully)
            {
                return;
            }

            AbandonedTask.ObserveException(writing);
            string message =
                $"The request '{call.Command}' was not written within {_options.WriteTimeout.TotalSeconds:0.###} s, "
                + "because the peer is not reading. The usual causes are a suspended process and a blocked main loop. "
                + "The connection was closed, because a partly written request cannot be undone.";
            throw new QmpConnectionException(message, new QmpTimeoutException(message));
        }
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> request, QmpCall call)
    {
        using PassedDescriptor? descriptor = call.Descriptor;
        await Transport.WriteAsync(request, descriptor, _stop.Token).ConfigureAwait(false);
    }
}
