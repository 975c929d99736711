namespace QmpGen.Fuzz.Running;

/// <summary>One try of one input.</summary>
internal static class Attempt
{
    /// <summary>A thread of the pool has no more stack than this on the systems where it has least, and it is there
    /// that a client reads.</summary>
    public const int StackBytes = 1 << 20;

    /// <summary>Tries an input, with as little stack as it may have to do with.</summary>
    /// <returns>What became of it, or the exception that is a finding.</returns>
    public static (Outcome? Outcome, Exception? Failure) Run(IFuzzTarget target, byte[] input)
    {
        (Outcome?, Exception?) result = default;
        Thread thread = new(() => result = RunHere(target, input), StackBytes);
        thread.Start();
        thread.Join();
        return result;
    }

    private static (Outcome?, Exception?) RunHere(IFuzzTarget target, byte[] input)
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
