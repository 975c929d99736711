namespace QmpGen.Tests;

public sealed class QmpVersionTests
{
    [Theory]
    [InlineData(7, 2, 0, 10, 0, 0)]
    [InlineData(7, 2, 0, 7, 10, 0)]
    [InlineData(7, 2, 0, 7, 2, 10)]
    public void Operators_OnTwoVersions_CompareTheirNumbers(int major, int minor, int micro, int m, int n, int o)
    {
        QmpVersion lower = new(major, minor, micro, "z");
        QmpVersion higher = new(m, n, o, "a");

        Assert.True(lower < higher && lower <= higher && higher > lower && higher >= lower);
        Assert.False(higher < lower || higher <= lower || lower > higher || lower >= higher);
    }

    [Fact]
    public void CompareTo_WithOtherPackage_IsZeroUnlikeEquals()
    {
        QmpVersion plain = new(7, 2, 0, "");
        QmpVersion packaged = new(7, 2, 0, "Debian 1:7.2+dfsg-7");

        Assert.Equal(0, plain.CompareTo(packaged));
        Assert.True(plain <= packaged && plain >= packaged);
        Assert.NotEqual(plain, packaged);
    }

    [Fact]
    public void CompareTo_WithNull_IsPositive()
    {
        QmpVersion? none = null;

        Assert.Equal(1, QmpVersion.Unknown.CompareTo(none));
        Assert.True(none < QmpVersion.Unknown && none <= QmpVersion.Unknown && none <= null);
    }
}
