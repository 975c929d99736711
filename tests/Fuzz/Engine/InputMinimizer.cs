using System.Diagnostics;

namespace QmpGen.Fuzz.Engine;

/// <summary>Shortens the input of a finding.</summary>
internal static class InputMinimizer
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(20);

    /// <summary>Removes bytes while the input fails in the same way.</summary>
    public static byte[] Minimize(IFuzzTarget target, byte[] input, Exception failure)
    {
        string signature = GetSignature(failure);
        Stopwatch watch = Stopwatch.StartNew();
        for (int length = input.Length / 2; length > 0; length /= 2)
        {
            for (int at = 0; at + length <= input.Length && watch.Elapsed < s_timeout;)
            {
                byte[] shorter = [.. input[..at], .. input[(at + length)..]];
                if (InputRunner.Run(target, shorter).Failure is { } e && GetSignature(e) == signature)
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

    /// <summary>Returns the types of an exception and its inner ones, and the lines that threw them.</summary>
    private static string GetSignature(Exception e)
    {
        string inner = e.InnerException is { } cause ? GetSignature(cause) : "";
        return $"{e.GetType().Name} {e.StackTrace?.Split('\n')[0].Trim()} {inner}";
    }
}
