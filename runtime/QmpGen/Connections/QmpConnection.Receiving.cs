namespace QmpGen;

/// <content>The receive loop, which passes messages to the conversation.</content>
internal sealed partial class QmpConnection
{
    // Processing more bytes takes too long for the event loop, on which other connections wait.
    private const int MaxUnreadBytesOnEventLoop = 64 * 1024;

    private volatile Task _receiving = Task.CompletedTask;

    /// <summary>Starts the receive loop.</summary>
    /// <remarks>Requests can be sent after this call.</remarks>
    public void StartReceiving() =>
        _ = Transport.IsPolled
            ? ContextFreeTask.RunInline(ReceiveAndEndAsync)
            : ContextFreeTask.Run(ReceiveAndEndAsync);

    private async Task ReceiveAndEndAsync()
    {
        Task<(QmpException Cause, bool IsPeerGone)> receiving = ReceiveUntilEndAsync();
        _receiving = receiving;
        (QmpException cause, bool isPeerGone) = await receiving.ConfigureAwait(false);
        await EndAsync(cause, isPeerGone).ConfigureAwait(false);
    }

    private async Task<(QmpException Cause, bool IsPeerGone)> ReceiveUntilEndAsync()
    {
        try
        {
            bool isMessageIncomplete = await ReceiveAsync().ConfigureAwait(false);
            if (_calls.HasEnded)
            {
                return (new QmpConnectionException("The connection was closed."), false);
            }

            string message = isMessageIncomplete
                ? "The peer closed the connection in the middle of a message."
                : "The peer closed the connection.";
            return (await ExplainLossAsync(message, null).ConfigureAwait(false), true);
        }
        catch (QmpException e)
        {
            return (e, false);
        }
        catch (Exception e) when (_calls.HasEnded)
        {
            return (new QmpConnectionException(e.Message, e), false);
        }
        catch (Exception e)
        {
            string message = $"The connection was lost: {e.Message.TrimEnd('.')}.";
            return (await ExplainLossAsync(message, e).ConfigureAwait(false), true);
        }
    }

    /// <summary>Receives messages until the peer closes the connection.</summary>
    /// <returns>Whether the last message is incomplete.</returns>
    private async Task<bool> ReceiveAsync()
    {
        QmpFramer framer = _conversation.CreateFramer(_options.MaxMessageBytes);
        ReceiveBuffer input = Transport.Input;
        while (true)
        {
            if (input.Unread.Length > MaxUnreadBytesOnEventLoop)
            {
                await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            }

            ProcessReceived(framer, input);
            int count = await Transport.ReceiveAsync(_stop.Token).ConfigureAwait(false);
            if (count == 0)
            {
                return framer.InMessage;
            }

            input.Add(count);
        }
    }

    private void ProcessReceived(QmpFramer framer, ReceiveBuffer input)
    {
        ReadOnlyMemory<byte> unread = input.Unread;
        try
        {
            while (!_calls.HasEnded && framer.TryRead(ref unread, out ReadOnlyMemory<byte> message))
            {
                _tap?.Enqueue(QmpWireDirection.Received, message.Span);
                _conversation.OnMessage(message.Span, framer.IsDelimited);
            }
        }
        finally
        {
            _conversation.OnMessagesProcessed();
        }

        input.KeepUnread(unread);
    }

    /// <summary>Creates the exception for a lost connection, with the explanation of the endpoint.</summary>
    private async Task<QmpConnectionException> ExplainLossAsync(string message, Exception? inner)
    {
        try
        {
            string? explanation = await _endpoint.ExplainEndAsync().ConfigureAwait(false);
            return new(explanation is null ? message : $"{message} {explanation}", inner);
        }
        catch (Exception e)
        {
            return new($"{message} The reason is unknown: {e.Message}", inner);
        }
    }
}
