using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace QmpGen.Testing.Tests;

/// <summary>Waits for conditions, with a timeout that is long enough for a busy machine.</summary>
internal static class ConditionPoller
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);

    /// <summary>Waits until a condition is true.</summary>
    public static async Task WaitUntilAsync(
        Func<bool> condition,
        [CallerArgumentExpression(nameof(condition))] string text = ""
    )
    {
        for (Stopwatch watch = Stopwatch.StartNew(); !condition(); await Task.Delay(5))
        {
            Assert.True(watch.Elapsed < s_timeout, $"Still false after {s_timeout.TotalSeconds} s: {text}");
        }
    }
}
