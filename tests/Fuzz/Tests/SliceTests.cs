using QmpGen.Fuzz.Mutation;
using QmpGen.Fuzz.Running;
using QmpGen.Fuzz.Targets;
using QmpGen.Fuzz.Targets.Readers;
using QmpGen.Fuzz.Targets.Wire;
using Xunit;

namespace QmpGen.Fuzz.Tests;

/// <summary>Some thousand inputs of each target in every run of the tests. The program runs as many as it is given time
/// for.</summary>
public sealed class SliceTests
{
    [Theory]
    [InlineData("client", 600)]
    [InlineData("agent", 600)]
    [InlineData("readers", 20_000)]
    [InlineData("schema", 200)]
    [InlineData("qapi", 2_000)]
    public void A_slice_finds_nothing(string target, int count)
    {
        Worker worker = Run(AllTargets.Find(target)!, count);

        Assert.Null(worker.Failure);
        Assert.Equal(count, worker.Runs);
        Assert.True(
            worker.Read > count / 100 && worker.Refused > count / 100,
            $"{worker.Read} read, {worker.Refused} refused: that tries nothing."
        );
    }

    [Fact]
    public void Every_target_has_a_slice() =>
        Assert.Equal(
            AllTargets.Names.Order(StringComparer.Ordinal),
            typeof(SliceTests)
                .GetMethod(nameof(A_slice_finds_nothing))!
                .CustomAttributes.Where(attribute => attribute.AttributeType == typeof(InlineDataAttribute))
                .Select(attribute =>
                    (string)
                        (
                            (IReadOnlyList<System.Reflection.CustomAttributeTypedArgument>)
                                attribute.ConstructorArguments[0].Value!
                        )[0].Value!
                )
                .Order(StringComparer.Ordinal)
        );

    [Theory]
    [InlineData("client")]
    [InlineData("agent")]
    [InlineData("readers")]
    [InlineData("schema")]
    [InlineData("qapi")]
    public void What_inputs_are_made_of_is_valid(string target)
    {
        IFuzzTarget found = AllTargets.Find(target)!;

        // Seeds of QEMU's own source lack the files that they include.
        Assert.All(
            target == "qapi" ? found.Seeds.Take(1) : found.Seeds,
            seed => Assert.True(IsRead(found, seed), FuzzInput.Parse(seed).Header)
        );
    }

    /// <summary>A greeting has little time to be found one, which on a busy machine may be too little.</summary>
    private static bool IsRead(IFuzzTarget target, byte[] seed) =>
        Enumerable.Range(0, 10).Any(_ => target.Run(seed) == Outcome.Read);

    [Fact]
    public void Values_have_every_branch_of_every_union_and_alternate()
    {
        ReadersTarget readers = (ReadersTarget)AllTargets.Find("readers")!;

        Assert.Equal([], readers.Missed);
        Assert.True(readers.Readers.Count > 800, $"There are only {readers.Readers.Count} readers.");
    }

    [Theory]
    [InlineData("client")]
    [InlineData("agent")]
    public void A_string_alone_is_beyond_the_limit_of_a_message(string target)
    {
        IFuzzTarget found = AllTargets.Find(target)!;
        byte[] giant = Assert.Single(Tokens.All, token => token.Length > Conversation.MaxMessageBytes);
        Mutator mutator = new(found, seed: 1);

        byte[][] inputs =
        [
            .. Enumerable.Range(0, 2000).Select(_ => mutator.Next()).Where(input => input.AsSpan().IndexOf(giant) >= 0),
        ];

        Assert.NotEmpty(inputs);
        Assert.All(inputs, input => Assert.Null(Attempt.Run(found, input).Failure));
    }

    private static Worker Run(IFuzzTarget target, int count)
    {
        Worker worker = new(target, seed: 20_000, last: null);
        worker.Start(count);
        Assert.True(worker.Join(TimeSpan.FromMinutes(5)), "It hangs.");
        return worker;
    }
}
