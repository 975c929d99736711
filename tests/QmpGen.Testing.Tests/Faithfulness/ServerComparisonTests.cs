namespace QmpGen.Testing.Tests.Faithfulness;

/// <summary>The comparison itself, which must find differences.</summary>
public sealed class ServerComparisonTests
{
    [Fact]
    public void Comparison_WithExtraResponse_FindsDifference()
    {
        Assert.NotEmpty(FindDifferences([RejectionKind.None], []));
        Assert.NotEmpty(FindDifferences([], [RejectionKind.None]));
        Assert.NotEmpty(FindDifferences([RejectionKind.Malformed], [RejectionKind.Malformed, RejectionKind.None]));
    }

    [Fact]
    public void Comparison_WithOtherRejectionKind_FindsDifference()
    {
        Assert.NotEmpty(FindDifferences([RejectionKind.Missing], [RejectionKind.Unexpected]));
        Assert.Empty(
            FindDifferences([RejectionKind.Missing, RejectionKind.None], [RejectionKind.Missing, RejectionKind.None])
        );
        Assert.Empty(FindDifferences([], []));
    }

    [Fact]
    public void StateError_WithExpectedName_CountsAsAccepted()
    {
        TestInput input = new(
            "dump-guest-memory",
            """{"execute":"dump-guest-memory","arguments":{"paging":false,"protocol":"x","begin":0}}"""
        );

        Assert.Equal(
            [RejectionKind.None],
            StateErrors.Accept(input, [new(RejectionKind.Missing, "Parameter 'length' is missing")], fitsSchema: true)
        );
        Assert.Equal(
            [RejectionKind.Missing],
            StateErrors.Accept(input, [new(RejectionKind.Missing, "Parameter 'protocol' is missing")], fitsSchema: true)
        );
        Assert.Equal(
            [RejectionKind.Missing],
            StateErrors.Accept(input, [new(RejectionKind.Missing, "Parameter 'length' is missing")], fitsSchema: false)
        );
    }

    private static IReadOnlyList<string> FindDifferences(RejectionKind[] qemu, RejectionKind[] server)
    {
        ServerComparison comparison = new();
        comparison.Add(new TestInput("stop", """{"execute":"stop"}"""), CreateResponses(qemu), CreateResponses(server));
        return comparison.Differences;
    }

    private static Rejection[] CreateResponses(RejectionKind[] kinds) =>
        [.. kinds.Select(kind => new Rejection(kind, ""))];
}
