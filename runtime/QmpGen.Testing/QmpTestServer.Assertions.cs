using System.Runtime.CompilerServices;
using QmpGen.CodeGeneration;
using QmpGen.Testing.Requests;

namespace QmpGen.Testing;

/// <content>Assertions about the commands that the server received.</content>
public sealed partial class QmpTestServer
{
    /// <summary>Asserts that the server received a command, and returns the matching calls.</summary>
    /// <remarks>A rejected command does not count. The reasons for a rejection are arguments that do not match the
    /// schema, a missing negotiation, a full queue, or out-of-band execution that is not allowed.</remarks>
    /// <typeparam name="TCommand">The command.</typeparam>
    /// <param name="predicate">Selects the calls that count. Null for all.</param>
    /// <param name="times">The required number of calls. Null for one or more.</param>
    /// <param name="predicateText">The source text of <paramref name="predicate"/>, for the message.</param>
    /// <returns>The matching calls, in the order of their arrival.</returns>
    /// <exception cref="QmpTestExpectationException">The number of calls is wrong. The message lists all received
    /// commands and the last messages.</exception>
    public IReadOnlyList<TCommand> AssertReceived<TCommand>(
        Func<TCommand, bool>? predicate = null,
        int? times = null,
        [CallerArgumentExpression(nameof(predicate))] string? predicateText = null
    )
        where TCommand : IQmpServedCommand<TCommand>
    {
        List<TCommand> found =
        [
            .. GetReceivedCalls()
                .Where(item => item.Call.Command == TCommand.WireName && item.Rejection is null)
                .Select(item => ReadCommand<TCommand>(item.Call))
                .Where(predicate ?? (_ => true)),
        ];
        if (times is null ? found.Count > 0 : found.Count == times)
        {
            return found;
        }

        string condition = predicate is null ? "" : $" that matches '{predicateText}'";
        string expected = times is { } count ? PrintTimes(count) : "at least once";
        throw new QmpTestExpectationException(
            $"Expected to receive '{TCommand.WireName}'{condition} {expected}, "
                + $"but received it {PrintTimes(found.Count)}. {Report()}"
        );
    }

    /// <summary>Asserts that the server did not receive a command.</summary>
    /// <typeparam name="TCommand">The command.</typeparam>
    /// <param name="predicate">Selects the calls that count. Null for all.</param>
    /// <param name="predicateText">The source text of <paramref name="predicate"/>, for the message.</param>
    /// <exception cref="QmpTestExpectationException">The server received the command. The message lists all received
    /// commands and the last messages.</exception>
    public void AssertNotReceived<TCommand>(
        Func<TCommand, bool>? predicate = null,
        [CallerArgumentExpression(nameof(predicate))] string? predicateText = null
    )
        where TCommand : IQmpServedCommand<TCommand> => AssertReceived(predicate, times: 0, predicateText);

    private static string PrintTimes(int count) => count == 1 ? "once" : $"{count} times";

    /// <summary>Returns the received commands, with the reasons why commands were rejected.</summary>
    private ReceivedCall[] GetReceivedCalls()
    {
        ReceivedCall[] calls;
        lock (_gate)
        {
            calls = [.. _received];
        }

        foreach (ReceivedCall received in calls)
        {
            received.Rejection ??= FindArgumentFault(received.Call);
        }

        return calls;
    }

    private string Report()
    {
        const int MaxCalls = 1000;
        ReceivedCall[] calls = GetReceivedCalls();
        string earlier = calls.Length > MaxCalls ? $"  ({calls.Length - MaxCalls} earlier commands)\n" : "";
        string last = string.Join('\n', calls.TakeLast(MaxCalls).Select(item => $"  {item}"));
        return $"Received commands:\n{earlier}{last}\nLast messages:\n{_transcript}";
    }

    private string? FindArgumentFault(QmpTestCall call)
    {
        try
        {
            _schema.CheckArguments(call.Command, call.Arguments);
            return null;
        }
        catch (QmpTestErrorException e)
        {
            return e.Description;
        }
    }
}
