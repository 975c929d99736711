using System.Diagnostics;

namespace QmpGen.Fuzz.Running;

/// <summary>Makes a finding short: takes bytes out of it for as long as it fails in the same way.</summary>
internal static class Minimiser
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    /// <summary>A shorter input that fails alike.</summary>
    public static byte[] Shorten(IFuzzTarget target, byte[] input, Exception failure)
    {
        string sought = Signature(failure);
        Stopwatch watch = Stopwatch.StartNew();
        for (int length = input.Length / 2; length > 0; length /= 2)
        {
            for (int at = 0; at + length <= input.Length && watch.Elapsed < s_patience;)
            {
                byte[] shorter = [.. input[..at], .. input[(at + length)..]];
                if (Attempt.Run(target, shorter).Failure is { } e && Signature(e) == sought)
                {
                    input = shorter;
                }
                else
                {
                    at += length;
                }
            }
        }

        return input;
    }

    /// <summary>The kind of exception and the place that it comes from.</summary>
    private static string Signature(Exception e) =>
        $"{e.GetType().Name} {e.StackTrace?.Split('\n')[0].Trim()} {(e.InnerException is { } inner ? Signature(inner) : "")}";
}
