using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace QmpGen.Testing.Tests;

/// <summary>Waits for what must come true, however busy the machine is.</summary>
internal static class Poll
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    /// <summary>Waits until a condition holds, and fails where it does not come to.</summary>
    public static async Task UntilAsync(
        Func<bool> condition,
        [CallerArgumentExpression(nameof(condition))] string what = ""
    )
    {
        for (Stopwatch watch = Stopwatch.StartNew(); !condition(); await Task.Delay(5))
        {
            Assert.True(watch.Elapsed < s_limit, $"After {s_limit.TotalSeconds} s this does not hold: {what}");
        }
    }
}
