using System.Buffers;
using System.IO.Pipelines;
using Microsoft.Extensions.Logging;

namespace QmpGen;

/// <content>The reader loop: what comes in, and whom it is for.</content>
internal sealed partial class QmpConnection
{
    private async Task ReadAndEndAsync()
    {
        Task<(QmpException Cause, bool PeerIsGone)> reading = ReadUntilItEndsAsync();
        _reading = reading;
        (QmpException cause, bool peerIsGone) = await reading.ConfigureAwait(false);
        await EndAsync(cause, peerIsGone).ConfigureAwait(false);
    }

    private async Task<(QmpException Cause, bool PeerIsGone)> ReadUntilItEndsAsync()
    {
        try
        {
            await ReadToEndAsync().ConfigureAwait(false);
            return (await LostAsync("The peer closed the connection.", null).ConfigureAwait(false), true);
        }
        catch (QmpException e)
        {
            return (e, false);
        }
        catch (Exception e) when (_calls.Ended)
        {
            return (new QmpConnectionException(e.Message, e), false);
        }
        catch (Exception e)
        {
            return (
                await LostAsync(e is EndOfStreamException ? e.Message : $"The connection was lost: {e.Message}", e)
                    .ConfigureAwait(false),
                true
            );
        }
    }

    /// <summary>The loss of the connection, with what the endpoint knows of it.</summary>
    private async Task<QmpConnectionException> LostAsync(string message, Exception? inner)
    {
        try
        {
            return new(
                await _endpoint.ExplainEndAsync().ConfigureAwait(false) is { } more ? $"{message} {more}" : message,
                inner
            );
        }
        catch (Exception e)
        {
            return new($"{message} Why, cannot be told: {e.Message}", inner);
        }
    }

    private async Task ReadToEndAsync()
    {
        QmpFramer framer = new(_options.MaxMessageBytes, skipsNoise: _marks is not null);
        try
        {
            while (true)
            {
                ReadResult read = await Input.ReadAsync(_stop.Token).ConfigureAwait(false);
                ReadOnlySequence<byte> buffer = read.Buffer;
                while (!_calls.Ended && framer.TryTake(ref buffer, out ReadOnlySequence<byte> message))
                {
                    Take(message, framer.IsDelimited);
                }

                Input.AdvanceTo(buffer.Start, buffer.End);
                if (read.IsCompleted)
                {
                    if (framer.InMessage)
                    {
                        throw new EndOfStreamException("The peer closed the connection in the middle of a message.");
                    }

                    return;
                }
            }
        }
        finally
        {
            await Input.CompleteAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Takes a message, whose bytes are the buffer's.</summary>
    private void Take(ReadOnlySequence<byte> message, bool isDelimited)
    {
        _tap?.Enqueue(QmpWireDirection.Received, message.ToArray());
        if (_marks is { } marks)
        {
            Dispatch(QmpMessage.TryRead(message, isDelimited), marks);
        }
        else
        {
            Dispatch(QmpMessage.Read(message, isDelimited));
        }
    }

    private void Dispatch(QmpMessage message)
    {
        switch (message.Kind)
        {
            case QmpMessageKind.Greeting:
                Greet(QmpGreeting.Parse(message.Payload));
                break;
            case QmpMessageKind.Event:
                if (message.EventName == "COMMAND_DROPPED")
                {
                    FailDropped(message);
                }

                _events.Publish(message.EventName, message.Data, message.Timestamp, ServerVersion);
                break;
            case QmpMessageKind.Return or QmpMessageKind.Error when !message.HasId:
                CompleteWithoutId(message);
                break;
            case QmpMessageKind.Return or QmpMessageKind.Error:
                Complete(message.Id is { } id ? Take(id) : null, message);
                break;
            default:
                FailUnreadable(message);
                break;
        }
    }

    /// <summary>
    /// All that is wanted of a guest agent is what stands between the marks of a call. The rest need not even be
    /// messages: what one that is
    /// restarted says may look like the rest of half an answer.
    /// </summary>
    private void Dispatch(QmpMessage? message, GuestAgentMarks marks)
    {
        if (message is null || !marks.Take(message))
        {
            return;
        }

        if (marks.TakeAnswer() is { } answer && Take(marks.Call) is { } call)
        {
            Complete(call, answer);
        }

        foreach (QmpCall lost in _calls.TakeUnansweredUpTo(marks.IsDone ? marks.Call : marks.Call - 1))
        {
            lost.Fail(
                new QmpConnectionException(
                    $"'{lost.Command}' was not answered: the guest agent was restarted before it answered. Whether the command was executed is not known."
                )
            );
        }
    }

    /// <summary>A QEMU that is still starting may greet twice, and has forgotten then what was negotiated and asked
    /// for.</summary>
    private void Greet(QmpGreeting greeting)
    {
        GreetedAgain = !_greeting.TrySetResult(greeting);
        if (GreetedAgain)
        {
            throw new QmpConnectionException(
                "QEMU greeted again, so it has forgotten this session: it was probably still starting. Connect again."
            );
        }
    }

    private string ServerVersion =>
        _greeting.Task is { IsCompletedSuccessfully: true, Result.Version: var version }
            ? version.ToString()
            : "unknown";

    private QmpCall? Take(long id)
    {
        QmpCall? call = _calls.TakeAnswered(id, out bool startSending);
        if (startSending)
        {
            ContextFreeTask.Run(SendAsync);
        }

        return call;
    }

    private void Complete(QmpCall? call, QmpMessage answer)
    {
        if (call is null)
        {
            QmpTelemetry.CountUnknownResponse();
            LogUnknownAnswer(answer.Id);
        }
        else if (call.Command == Quit && answer.Kind == QmpMessageKind.Error)
        {
            HasQuit = false;
            call.Complete(answer.Kept());
        }
        else if (!call.IsAnswered)
        {
            CompleteUnanswered(call, answer);
        }
        else if (!call.Complete(answer.Kept()))
        {
            LogLateAnswer(call.Command, call.Id);
        }
    }

    /// <summary>Whoever called was told that the request has been written, and is told no more.</summary>
    private void CompleteUnanswered(QmpCall call, QmpMessage answer)
    {
        call.Complete(QmpMessage.EmptyReturn());
        if (answer.Kind == QmpMessageKind.Error)
        {
            LogFailedUnanswered(call.Command, answer.ReadError().Description);
        }
    }

    /// <summary>QEMU answers without an id what it could not parse, and 2.12 whatever it refuses before
    /// execution.</summary>
    private void CompleteWithoutId(QmpMessage answer)
    {
        QmpCall[] inFlight = _calls.InFlight();
        (string errorClass, string description) = answer.Kind == QmpMessageKind.Error ? answer.ReadError() : ("", "");
        QmpCall? refused = Refused(inFlight, errorClass, description);
        if (refused is null && inFlight.Length > 0)
        {
            throw new QmpProtocolException(
                $"The peer sent an answer without an id while {inFlight.Length} calls were in flight, and it does not tell which one it is for: "
                    + (description.Length > 0 ? description : "it is no error")
            );
        }

        Complete(refused is null ? null : Take(refused.Id), answer);
    }

    /// <summary>
    /// The call that an error without an id is for: the only one, or that whose command it names. Among several of one
    /// command the oldest: QEMU 2.12
    /// refuses requests in the order of their coming, an unknown command however it is asked for, and any other only
    /// out-of-band.
    /// </summary>
    private static QmpCall? Refused(QmpCall[] inFlight, string errorClass, string description)
    {
        if (inFlight is [QmpCall only])
        {
            return only;
        }

        QmpCall[] named = [.. inFlight.Where(call => Names(description, call.Command))];
        if (named.Length > 1 && errorClass != "CommandNotFound")
        {
            named = [.. named.Where(call => call.OutOfBand)];
        }

        return named.Length > 0 && named.All(call => call.Command == named[0].Command) ? named[0] : null;
    }

    /// <summary>Whether a text has the command's name in it as a word of its own.</summary>
    private static bool Names(string description, string command)
    {
        for (
            int at = 0;
            command.Length > 0 && (at = description.IndexOf(command, at, StringComparison.Ordinal)) >= 0;
            at++
        )
        {
            int end = at + command.Length;
            if (
                (at == 0 || !IsNameCharacter(description[at - 1]))
                && (end == description.Length || !IsNameCharacter(description[end]))
            )
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsNameCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_';

    /// <summary>QEMU tells every monitor which request it has dropped; only one in-band of a session with out-of-band
    /// on can be ours.</summary>
    private void FailDropped(QmpMessage message)
    {
        if (
            !OutOfBandEnabled
            || message.ReadDroppedId() is not { } id
            || !_calls.InFlight().Any(call => call.Id == id && !call.OutOfBand)
        )
        {
            return;
        }

        QmpCall? call = Take(id);
        call?.Fail(
            new QmpCommandException(
                call.Command,
                "CommandDropped",
                "QEMU dropped the command without executing it, since its queue was full; try again when fewer are in flight"
            )
        );
    }

    /// <summary>A kind of message that a later QEMU may have. Where it carries the id of a call, that call will have no
    /// other answer.</summary>
    private void FailUnreadable(QmpMessage message)
    {
        LogUnknownMessage();
        QmpCall? call = message.Id is { } id ? Take(id) : null;
        call?.Fail(new QmpProtocolException($"The answer to '{call.Command}' has neither 'return' nor 'error'."));
    }

    [LoggerMessage(20, LogLevel.Warning, "An answer with the unknown id {Id} was dropped.")]
    private partial void LogUnknownAnswer(long? id);

    [LoggerMessage(21, LogLevel.Debug, "The answer to the cancelled call {Command} (id {Id}) was dropped.")]
    private partial void LogLateAnswer(string command, long id);

    [LoggerMessage(22, LogLevel.Warning, "A message that is no greeting, event, return or error was dropped.")]
    private partial void LogUnknownMessage();

    [LoggerMessage(
        23,
        LogLevel.Warning,
        "The command {Command}, which is not answered when it succeeds, has failed: {Description}"
    )]
    private partial void LogFailedUnanswered(string command, string description);
}
