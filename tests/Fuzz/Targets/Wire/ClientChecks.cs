namespace QmpGen.Fuzz.Targets.Wire;

/// <summary>Checks that every call and subscription of a client ends as documented.</summary>
internal static class ClientChecks
{
    /// <summary>The limit of the client, which a single string can exceed.</summary>
    public const int MaxMessageBytes = 1 << 17;

    // The end of a connection takes this long only on a busy machine.
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(20);

    /// <summary>Shortens the timeout of connecting, for a peer that might not send a greeting.</summary>
    public static QmpClientOptions WithShortTimeout(QmpClientOptions options) =>
        options with
        {
            ConnectTimeout = TimeSpan.FromMilliseconds(300),
        };

    /// <summary>Connects. Returns null if the client rejects the peer.</summary>
    public static async Task<TClient?> ConnectAsync<TClient>(Task<TClient> connecting, bool canBeSilent)
        where TClient : QmpClient
    {
        try
        {
            return await WaitAsync(connecting, "Connecting").ConfigureAwait(false);
        }
        catch (QmpTimeoutException) when (canBeSilent)
        {
            return null;
        }
        catch (QmpException e)
        {
            DocumentedExceptions.Check(e);
            return null;
        }
    }

    /// <summary>Waits until calls and the connection have ended.</summary>
    /// <returns>Whether each call was successful.</returns>
    public static async Task<bool[]> WaitForEndAsync(
        QmpClient client,
        IReadOnlyList<Task> calls,
        Func<Task> anotherCall
    )
    {
        bool[] completed = await WaitAsync(Task.WhenAll(calls.Select(IsSuccessfulAsync)), "A call")
            .ConfigureAwait(false);
        if (await WaitAsync(client.Closed, "The connection").ConfigureAwait(false) is { } cause)
        {
            DocumentedExceptions.Check(cause);
        }

        if (await WaitAsync(IsSuccessfulAsync(anotherCall()), "A call after the end").ConfigureAwait(false))
        {
            throw new FindingException("A call after the end of the connection was successful.");
        }

        return completed;
    }

    /// <summary>Waits until the subscription has ended.</summary>
    public static Task WaitForEndAsync(Task readingEvents) => WaitAsync(readingEvents, "The subscription");

    /// <summary>Reads events until the subscription ends.</summary>
    public static async Task ReadAllAsync(QmpSubscription<QmpEvent> events)
    {
        try
        {
            await foreach (QmpEvent e in events.ConfigureAwait(false))
            {
                if (e.ToString().Length == 0 || !e.Equals(e))
                {
                    throw new FindingException($"The event {e} does not equal itself.");
                }

                if (e is QmpUnknownEvent { Problem: { } problem })
                {
                    DocumentedExceptions.Check(problem);
                }
            }
        }
        catch (QmpException e)
        {
            DocumentedExceptions.Check(e);
        }
    }

    private static async Task<bool> IsSuccessfulAsync(Task call)
    {
        try
        {
            await call.ConfigureAwait(false);
            return true;
        }
        catch (QmpException e)
        {
            DocumentedExceptions.Check(e);
            return false;
        }
    }

    private static async Task<T> WaitAsync<T>(Task<T> task, string what)
    {
        await WaitAsync((Task)task, what).ConfigureAwait(false);
        return await task.ConfigureAwait(false);
    }

    private static async Task WaitAsync(Task task, string what)
    {
        try
        {
            await task.WaitAsync(s_timeout).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw new FindingException($"{what} has not ended.", e);
        }
    }
}
