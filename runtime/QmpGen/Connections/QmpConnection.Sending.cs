namespace QmpGen;

/// <content>The sender: what goes out, one request after another.</content>
internal sealed partial class QmpConnection
{
    /// <summary>Writes what is to be sent until there is nothing left. A request that has been begun is never given up
    /// half-written.</summary>
    private async Task SendAsync()
    {
        QmpCall? call = null;
        try
        {
            call = _calls.NextToSend();
            while (call is not null)
            {
                HasQuit |= call.Command == Quit;
                await WriteAsync(call).ConfigureAwait(false);
                call.Arguments = [];
                if (!call.IsAnswered)
                {
                    call.Complete(QmpMessage.EmptyReturn());
                }

                call = _calls.NextToSend();

                // Whoever called first is not to write for all that come after.
                if (call is not null)
                {
                    await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
                }
            }
        }
        catch (Exception e)
        {
            QmpConnectionException cause =
                e as QmpConnectionException
                ?? new QmpConnectionException($"The connection was lost while a request was sent: {e.Message}", e);
            if (call is { IsAnswered: false })
            {
                call.Fail(ConnectionEnded.CreateException($"'{call.Command}' was not sent", cause));
            }

            // A peer that closes its end may have answered before; that is for the reader to find, and so is a better
            // word for the end.
            if (e is IOException)
            {
                await Task.WhenAny(_reading, Task.Delay(s_grace)).ConfigureAwait(false);
            }

            await EndAsync(cause, peerIsGone: e is IOException).ConfigureAwait(false);
        }
    }

    private async Task WriteAsync(QmpCall call)
    {
        ReadOnlyMemory<byte> request = RequestOf(call);
        _tap?.Enqueue(QmpWireDirection.Sent, request);
        Task written = _writing = WriteAsync(request, call);
        try
        {
            await written.WaitAsync(_options.WriteTimeout).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!written.IsFaulted)
        {
            if (written.IsCompletedSuccessfully)
            {
                return;
            }

            _ = written.ContinueWith(
                static task => task.Exception,
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted,
                TaskScheduler.Default
            );
            string text =
                $"Waited {_options.WriteTimeout.TotalSeconds:0.###} s for '{call.Command}' to be written, and the peer does not read. The usual cause is "
                + "a process that was stopped, or a main loop that stands still. Half a request cannot be taken back, so the connection ends.";
            throw new QmpConnectionException(text, new QmpTimeoutException(text));
        }
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> request, QmpCall call)
    {
        using PassedDescriptor? descriptor = call.Descriptor;
        if (descriptor is not null)
        {
            await descriptor.WriteAsync(request, _stop.Token).ConfigureAwait(false);
        }
        else
        {
            await Stream.WriteAsync(request, _stop.Token).ConfigureAwait(false);
        }

        await Stream.FlushAsync(_stop.Token).ConfigureAwait(false);
    }

    private ReadOnlyMemory<byte> RequestOf(QmpCall call) =>
        _marks is null
            ? QmpRequest.Write(call.Command, call.Arguments, call.Id, call.OutOfBand ? _dialect : null)
            : _marks.Enclose(QmpRequest.Write(call.Command, call.Arguments, id: null, outOfBand: null), call.Id);
}
