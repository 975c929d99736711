namespace QmpGen.Tests;

public sealed class ReconnectPolicyTests
{
    [Fact]
    public void GiveUpAfter_ByDefault_IsInfinite() =>
        Assert.Equal(Timeout.InfiniteTimeSpan, new QmpReconnectPolicy().GiveUpAfter);

    [Theory]
    [InlineData(1, 100)]
    [InlineData(2, 200)]
    [InlineData(5, 1600)]
    [InlineData(8, 10_000)]
    [InlineData(5000, 10_000)]
    public void GetDelay_LaterAttempts_DoublesUpToTheMaximum(int attempt, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), new QmpReconnectPolicy().GetDelay(attempt));

    [Theory]
    [InlineData(0, 2, 2)]
    [InlineData(7, 2, 1)]
    [InlineData(8, 2, 2)]
    public void LimitDelay_BeforeExpiration_EndsWithIt(int elapsed, int delay, int expected)
    {
        QmpReconnectPolicy policy = new() { GiveUpAfter = TimeSpan.FromSeconds(8) };

        Assert.Equal(
            TimeSpan.FromSeconds(expected),
            policy.LimitDelay(TimeSpan.FromSeconds(delay), TimeSpan.FromSeconds(elapsed))
        );
    }
}
