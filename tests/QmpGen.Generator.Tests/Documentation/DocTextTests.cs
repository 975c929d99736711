using QmpGen.Generator.Documentation;
using QmpGen.Generator.Schema;
using Xunit;

namespace QmpGen.Generator.Tests;

/// <summary>Text of QEMU's documentation that an editor or compiler could not show as it is.</summary>
public sealed class DocTextTests
{
    [Theory]
    [InlineData("\u200E")]
    [InlineData("\u200F")]
    [InlineData("\u061C")]
    [InlineData("\u202A")]
    [InlineData("\u202B")]
    [InlineData("\u202C")]
    [InlineData("\u202D")]
    [InlineData("\u202E")]
    [InlineData("\u2066")]
    [InlineData("\u2067")]
    [InlineData("\u2068")]
    [InlineData("\u2069")]
    [InlineData("\u200B")]
    [InlineData("\u2060")]
    [InlineData("\uFEFF")]
    [InlineData("\U000E0041")]
    public void Summary_WithHiddenCharacter_DoesNotContainIt(string hidden) =>
        Assert.Equal("ab <c>cd</c>.", DocText.Summarize($"a{hidden}b `c{hidden}d`."));

    // An attribute cannot contain half of a pair.
    [Fact]
    public void Summary_WithHalfOfSurrogatePair_DoesNotContainIt() =>
        Assert.Equal("ab", DocText.Summarize("\uD800a\uDC00\uDC00b\uD800"));

    [Fact]
    public void Summary_WithCharacterOutsideOfBmp_ContainsIt() => Assert.Equal("a 😀 b", DocText.Summarize("a 😀 b"));

    [Theory]
    [InlineData("word ")]
    [InlineData("x")]
    [InlineData("``a```")]
    [InlineData("😀")]
    public void Summary_OfHugeText_EndsWithEllipsis(string part)
    {
        string summary = DocText.Summarize(string.Concat(Enumerable.Repeat(part, 100_000)));

        Assert.InRange(summary.Length, SchemaBounds.SummaryLength / 2, SchemaBounds.SummaryLength * 3);
        Assert.EndsWith("…", summary, StringComparison.Ordinal);
        Assert.Equal(summary, summary.Normalize());
    }
}
