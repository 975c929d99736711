using QmpGen.Fuzz.Engine;
using QmpGen.Fuzz.Mutation;
using QmpGen.Fuzz.Targets;
using QmpGen.Fuzz.Targets.Readers;
using QmpGen.Fuzz.Targets.Wire;
using Xunit;

namespace QmpGen.Fuzz.Tests;

/// <summary>A few thousand inputs of each target, the same in every run.</summary>
public sealed class FuzzSliceTests
{
    [Theory]
    [InlineData("client", 600)]
    [InlineData("agent", 600)]
    [InlineData("readers", 20_000)]
    [InlineData("schema", 200)]
    [InlineData("qapi", 2_000)]
    public void Target_WithSliceOfInputs_HasNoFinding(string target, int count)
    {
        FuzzWorker worker = Run(FuzzTargets.Get(target), count);

        Assert.Null(worker.Failure);
        Assert.Equal(count, worker.RunCount);
        Assert.True(
            worker.AcceptedCount > count / 100 && worker.RejectedCount > count / 100,
            $"{worker.AcceptedCount} accepted, {worker.RejectedCount} rejected: the inputs test too little."
        );
    }

    [Fact]
    public void FuzzTargets_EachHaveASlice() =>
        Assert.Equal(
            FuzzTargets.Names.Order(StringComparer.Ordinal),
            typeof(FuzzSliceTests)
                .GetMethod(nameof(Target_WithSliceOfInputs_HasNoFinding))!
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
    public void Seeds_OfTarget_AreAccepted(string target)
    {
        IFuzzTarget found = FuzzTargets.Get(target);

        // Seeds of QEMU's source do not contain the files that they include.
        Assert.All(
            target == "qapi" ? found.Seeds.Take(1) : found.Seeds,
            seed => Assert.True(IsAccepted(found, seed), FuzzInput.Parse(seed).Header)
        );
    }

    /// <summary>Runs a seed several times, because the short timeout for a greeting can expire on a busy
    /// machine.</summary>
    private static bool IsAccepted(IFuzzTarget target, byte[] seed) =>
        Enumerable.Range(0, 10).Any(_ => target.Run(seed) == FuzzOutcome.Accepted);

    [Fact]
    public void ReaderSeeds_CoverEveryBranch()
    {
        ReadersTarget readers = (ReadersTarget)FuzzTargets.Get("readers");

        Assert.Equal([], readers.Missed);
        Assert.True(readers.Readers.Count > 800, $"Only {readers.Readers.Count} readers.");
    }

    [Theory]
    [InlineData("client")]
    [InlineData("agent")]
    public void Message_WithStringAboveLimit_HasNoFinding(string target)
    {
        IFuzzTarget found = FuzzTargets.Get(target);
        byte[] large = Assert.Single(TrickyTokens.Values, token => token.Length > ClientChecks.MaxMessageBytes);
        InputMutator mutator = new(found, seed: 1);

        byte[][] inputs =
        [
            .. Enumerable
                .Range(0, 2000)
                .Select(_ => mutator.CreateNext())
                .Where(input => input.AsSpan().IndexOf(large) >= 0),
        ];

        Assert.NotEmpty(inputs);
        Assert.All(inputs, input => Assert.Null(InputRunner.Run(found, input).Failure));
    }

    private static FuzzWorker Run(IFuzzTarget target, int count)
    {
        FuzzWorker worker = new(target, seed: 20_000, file: null);
        worker.Start(count);
        Assert.True(worker.Join(TimeSpan.FromMinutes(5)), "The worker hangs.");
        return worker;
    }
}
