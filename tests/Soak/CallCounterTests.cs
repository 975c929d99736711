using Xunit;

namespace QmpGen.Soak;

/// <summary>The counter, which must find calls that are missing.</summary>
public sealed class CallCounterTests
{
    [Fact]
    public void Imbalances_WithPendingCall_ReportIt()
    {
        using CallCounter calls = new();
        calls.Start();

        Assert.Contains(calls.Imbalances, text => text.StartsWith("1 calls", StringComparison.Ordinal));
    }

    [Fact]
    public void Imbalances_WithoutMeasurement_ReportIt()
    {
        using CallCounter calls = new();
        calls.Start();
        calls.End(CallOutcome.Succeeded);

        Assert.Contains(calls.Imbalances, text => text.Contains("metrics", StringComparison.Ordinal));
    }

    [Fact]
    public void Imbalances_WithMissingOutcome_ReportIt()
    {
        using CallCounter calls = new();

        Assert.Contains(calls.Imbalances, text => text.Contains("'timedout'", StringComparison.Ordinal));
    }
}
