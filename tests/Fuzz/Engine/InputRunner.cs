namespace QmpGen.Fuzz.Engine;

/// <summary>Runs a single input.</summary>
internal static class InputRunner
{
    /// <summary>The smallest stack size that a thread-pool thread has on any platform.</summary>
    /// <remarks>A client reads on such a thread.</remarks>
    public const int StackBytes = 1 << 20;

    /// <summary>Runs an input on a thread with a small stack.</summary>
    /// <returns>The outcome, or the exception that is a finding.</returns>
    public static (FuzzOutcome? Outcome, Exception? Failure) Run(IFuzzTarget target, byte[] input)
    {
        (FuzzOutcome?, Exception?) result = default;
        Thread thread = new(() => result = RunHere(target, input), StackBytes);
        thread.Start();
        thread.Join();
        return result;
    }

    private static (FuzzOutcome?, Exception?) RunHere(IFuzzTarget target, byte[] input)
    {
        try
        {
            return (target.Run(input), null);
        }
        catch (Exception e)
        {
            return (null, e);
        }
    }
}
