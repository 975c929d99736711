namespace QmpGen.Fuzz.Targets.Wire;

/// <summary>What must hold of a client whatever its peer says: every call ends, as documented, and so does every
/// subscription.</summary>
internal static class Conversation
{
    /// <summary>The most that a client takes for one message here: little enough for a string to be beyond
    /// it.</summary>
    public const int MaxMessageBytes = 1 << 17;

    /// <summary>How long the end of a connection may take. It takes no time at all, but on a machine that is busy with
    /// other things.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    /// <summary>How a client is made whose peer need not come to say what is waited for: silence ends by the limit
    /// alone.</summary>
    public static QmpClientOptions Impatient(QmpClientOptions options) =>
        options with
        {
            ConnectTimeout = TimeSpan.FromMilliseconds(300),
        };

    /// <summary>Connects; null where the peer was refused.</summary>
    public static async Task<TClient?> ConnectAsync<TClient>(Task<TClient> connecting, bool mayBeSilent)
        where TClient : QmpClient
    {
        try
        {
            return await WithinLimitAsync(connecting, "Connecting").ConfigureAwait(false);
        }
        catch (QmpTimeoutException) when (mayBeSilent)
        {
            return null;
        }
        catch (QmpException e)
        {
            Documented.Check(e);
            return null;
        }
    }

    /// <summary>Waits for the end of calls that have been made.</summary>
    /// <returns>Which of them were answered.</returns>
    public static async Task<bool[]> EndAsync(QmpClient client, IReadOnlyList<Task> calls, Func<Task> anotherCall)
    {
        bool[] answered = await WithinLimitAsync(Task.WhenAll(calls.Select(IsAnsweredAsync)), "A call")
            .ConfigureAwait(false);
        if (await WithinLimitAsync(client.Closed, "The connection").ConfigureAwait(false) is { } cause)
        {
            Documented.Check(cause);
        }

        if (await WithinLimitAsync(IsAnsweredAsync(anotherCall()), "A call after the end").ConfigureAwait(false))
        {
            throw new FindingException("A call was answered that was made when the connection had ended.");
        }

        return answered;
    }

    /// <summary>Waits for the end of what takes events.</summary>
    public static Task EndAsync(Task takingEvents) => WithinLimitAsync(takingEvents, "The subscription");

    /// <summary>Takes events until there are no more.</summary>
    public static async Task TakeAllAsync(QmpSubscription<QmpEvent> events)
    {
        try
        {
            await foreach (QmpEvent e in events.ConfigureAwait(false))
            {
                if (e.ToString().Length == 0 || !e.Equals(e))
                {
                    throw new FindingException($"The event {e} is not itself.");
                }

                if (e is QmpUnknownEvent { Problem: { } problem })
                {
                    Documented.Check(problem);
                }
            }
        }
        catch (QmpException e)
        {
            Documented.Check(e);
        }
    }

    private static async Task<bool> IsAnsweredAsync(Task call)
    {
        try
        {
            await call.ConfigureAwait(false);
            return true;
        }
        catch (QmpException e)
        {
            Documented.Check(e);
            return false;
        }
    }

    private static async Task<T> WithinLimitAsync<T>(Task<T> task, string what)
    {
        await WithinLimitAsync((Task)task, what).ConfigureAwait(false);
        return await task.ConfigureAwait(false);
    }

    private static async Task WithinLimitAsync(Task task, string what)
    {
        try
        {
            await task.WaitAsync(s_patience).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw new FindingException($"{what} has not ended.", e);
        }
    }
}
