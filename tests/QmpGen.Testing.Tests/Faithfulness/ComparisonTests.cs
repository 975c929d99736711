namespace QmpGen.Testing.Tests.Faithfulness;

/// <summary>A comparison that takes everything for alike proves nothing.</summary>
public sealed class ComparisonTests
{
    [Fact]
    public void An_answer_that_only_one_of_the_two_gives_is_a_difference()
    {
        Assert.NotEmpty(Differences([RefusalKind.None], []));
        Assert.NotEmpty(Differences([], [RefusalKind.None]));
        Assert.NotEmpty(Differences([RefusalKind.Malformed], [RefusalKind.Malformed, RefusalKind.None]));
    }

    [Fact]
    public void Another_kind_is_a_difference_and_the_same_is_none()
    {
        Assert.NotEmpty(Differences([RefusalKind.Missing], [RefusalKind.Unexpected]));
        Assert.Empty(Differences([RefusalKind.Missing, RefusalKind.None], [RefusalKind.Missing, RefusalKind.None]));
        Assert.Empty(Differences([], []));
    }

    private static IReadOnlyList<string> Differences(RefusalKind[] original, RefusalKind[] copy)
    {
        Comparison comparison = new();
        comparison.Add(new Conversation("stop", """{"execute":"stop"}"""), original, copy);
        return comparison.Differences;
    }
}
