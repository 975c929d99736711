using QmpGen.CodeGeneration;

namespace QmpGen;

/// <summary>A request, and the task of its caller.</summary>
/// <typeparam name="TResult">The type of the result.</typeparam>
/// <param name="command">The wire name of the command.</param>
/// <param name="arguments">The JSON object with the arguments, or empty.</param>
/// <param name="typedCommand">The command, or null if it is called by name.</param>
/// <param name="readResult">Reads the result.</param>
internal sealed class QmpCall<TResult>(
    string command,
    byte[] arguments,
    IQmpCommand? typedCommand,
    QmpResultReader<TResult> readResult
) : QmpCall(command, arguments)
{
    // Reading a smaller response takes too little time to check the timeout.
    private const int MinStoppableBytes = 64 * 1024;

    private readonly TaskCompletionSource<TResult> _result = new();

    public Task<TResult> Result => _result.Task;

    protected override void Deliver(QmpResponse response)
    {
        TResult result;
        try
        {
            result = Read(response);
        }
        catch (Exception e)
        {
            Watch?.Dispose();
            Deliver(e);
            return;
        }

        Watch?.Dispose();
        _result.TrySetResult(result);
    }

    protected override void Deliver(Exception failure)
    {
        if (failure is OperationCanceledException { CancellationToken: { IsCancellationRequested: true } token })
        {
            _result.TrySetCanceled(token);
        }
        else
        {
            _result.TrySetException(failure);
        }
    }

    private TResult Read(QmpResponse response)
    {
        try
        {
            if (response.IsError)
            {
                (string errorClass, string description) = response.ReadError();
                throw new QmpCommandException(Command, errorClass, description);
            }

            bool canStop = response.Payload.Length >= MinStoppableBytes;
            QmpReadContext context = Conversation.CreateReadContext(Command, canStop ? GetStopReason : null);
            return readResult(typedCommand, response.Payload, context);
        }
        finally
        {
            response.Return();
        }
    }

    /// <summary>Returns the failure that stops reading: a timeout, a cancellation, or the end of the client.</summary>
    private Exception? GetStopReason() =>
        Failure
        ?? (
            Conversation.Calls is { HasEnded: true, Cause: null }
                ? ConnectionEnded.CreateException($"The response to '{Command}' was not read", cause: null)
                : null
        );
}
