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

    [Fact]
    public void An_error_of_state_passes_only_where_it_names_what_it_is_excused_for()
    {
        Conversation conversation = new(
            "dump-guest-memory",
            """{"execute":"dump-guest-memory","arguments":{"paging":false,"protocol":"x","begin":0}}"""
        );

        Assert.Equal(
            [RefusalKind.None],
            StateErrors.Accept(
                conversation,
                [new(RefusalKind.Missing, "Parameter 'length' is missing")],
                schemaTakes: true
            )
        );
        Assert.Equal(
            [RefusalKind.Missing],
            StateErrors.Accept(
                conversation,
                [new(RefusalKind.Missing, "Parameter 'protocol' is missing")],
                schemaTakes: true
            )
        );
        Assert.Equal(
            [RefusalKind.Missing],
            StateErrors.Accept(
                conversation,
                [new(RefusalKind.Missing, "Parameter 'length' is missing")],
                schemaTakes: false
            )
        );
    }

    private static IReadOnlyList<string> Differences(RefusalKind[] original, RefusalKind[] copy)
    {
        Comparison comparison = new();
        comparison.Add(new Conversation("stop", """{"execute":"stop"}"""), Answers(original), Answers(copy));
        return comparison.Differences;
    }

    private static Refusal[] Answers(RefusalKind[] kinds) => [.. kinds.Select(kind => new Refusal(kind, ""))];
}
