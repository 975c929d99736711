namespace QmpGen.Benchmarks;

/// <summary>The exception that is thrown if a client did not receive what the peer sends.</summary>
public sealed class InvalidReplyException() : Exception("The client did not receive the expected message.")
{
    internal static void ThrowIf(bool isInvalid)
    {
        if (isInvalid)
        {
            throw new InvalidReplyException();
        }
    }
}
