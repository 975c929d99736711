namespace QmpGen.Tests;

public sealed class QmpVersionTests
{
    private static readonly QmpVersion s_version = new(7, 2, 22, "Debian");

    [Theory]
    [InlineData(7, 2, 23)]
    [InlineData(7, 3, 0)]
    [InlineData(8, 0, 0)]
    public void Comparison_WithHigherVersion_IsLower(int major, int minor, int micro)
    {
        QmpVersion higher = new(major, minor, micro, "");
        Assert.True(s_version < higher);
        Assert.False(s_version >= higher);
    }

    [Fact]
    public void Comparison_WithOtherPackage_IsEqual()
    {
        QmpVersion other = s_version with { Package = "" };
        Assert.Equal(0, s_version.CompareTo(other));
        Assert.NotEqual(s_version, other);
    }

    [Fact]
    public void Comparison_WithNull_IsHigher() => Assert.True(s_version > null);

    [Fact]
    public void ToString_OfUnknownVersion_IsUnknown() => Assert.Equal("unknown", QmpVersion.Unknown.ToString());
}
