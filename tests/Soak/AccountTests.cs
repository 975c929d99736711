using Xunit;

namespace QmpGen.Soak;

/// <summary>That the account notices what does not balance.</summary>
public sealed class AccountTests
{
    [Fact]
    public void A_call_that_did_not_end_is_noticed()
    {
        using Account account = new();
        account.Send();

        Assert.Contains("1 calls were made, 0 ended.", account.Imbalances);
    }

    [Fact]
    public void An_end_that_the_library_did_not_count_is_noticed()
    {
        using Account account = new();
        account.Send();
        account.End(Outcome.Answered);

        Assert.Contains(
            account.Imbalances,
            text => text.StartsWith("Callers saw 1 answered", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_run_in_which_something_never_happened_proves_nothing()
    {
        using Account account = new();

        Assert.Contains("No call ended as timedout.", account.Imbalances);
    }
}
