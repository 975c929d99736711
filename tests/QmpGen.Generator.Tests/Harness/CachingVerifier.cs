using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace QmpGen.Generator.Tests;

/// <summary>Checks the caching of every run: an edit of C# runs no step again, and no step keeps large
/// objects.</summary>
internal static class CachingVerifier
{
    private static readonly HashSet<string> s_generatorSteps =
    [
        .. typeof(TrackingNames).GetFields().Select(field => (string)field.GetRawConstantValue()!),
    ];

    private static readonly HashSet<string> s_roslynSteps =
    [
        WellKnownGeneratorInputs.AdditionalTexts,
        WellKnownGeneratorInputs.AnalyzerConfigOptions,
        WellKnownGeneratorInputs.ParseOptions,
        WellKnownGeneratorOutputs.SourceOutput,
    ];

    /// <summary>Determines whether a step belongs to the generator, not to Roslyn.</summary>
    public static bool IsGeneratorStep(string name) => s_generatorSteps.Contains(name);

    /// <summary>Runs the generator again after an edit of C#, and checks both runs.</summary>
    public static void Verify(GeneratorDriver driver, CSharpCompilation compilation)
    {
        GeneratorRunResult first = driver.GetRunResult().Results.Single();
        SyntaxTree edit = CSharpSyntaxTree.ParseText(
            "file class Edit;",
            (CSharpParseOptions?)compilation.SyntaxTrees.FirstOrDefault()?.Options ?? Generation.ParseOptions,
            "edit.cs"
        );
        GeneratorRunResult second = driver
            .RunGenerators(compilation.AddSyntaxTrees(edit))
            .GetRunResult()
            .Results.Single();

        Assert.Null(first.Exception);
        VerifyStepNames(first);
        VerifyReasons(second);
        Assert.Equal(
            first.GeneratedSources.Select(source => source.SourceText),
            second.GeneratedSources.Select(source => source.SourceText),
            ReferenceEqualityComparer.Instance
        );
        foreach ((string name, ImmutableArray<IncrementalGeneratorRunStep> steps) in first.TrackedSteps)
        {
            // The outputs of the first step are Roslyn's file and options.
            if (IsGeneratorStep(name) && name != TrackingNames.AdditionalFiles)
            {
                ModelVerifier.Verify(
                    steps.SelectMany(step => step.Outputs).Select(output => output.Value).OfType<object>()
                );
            }
        }
    }

    private static void VerifyReasons(GeneratorRunResult run)
    {
        foreach ((string name, ImmutableArray<IncrementalGeneratorRunStep> steps) in run.TrackedSteps)
        {
            Assert.All(
                steps.Where(_ => IsGeneratorStep(name)).SelectMany(step => step.Outputs),
                output =>
                    Assert.True(
                        output.Reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged,
                        $"{name} is {output.Reason}."
                    )
            );
        }

        Assert.All(
            run.TrackedOutputSteps.SelectMany(steps => steps.Value).SelectMany(step => step.Outputs),
            output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason)
        );
    }

    /// <summary>Asserts that every step has a name, because steps without a name are not checked.</summary>
    private static void VerifyStepNames(GeneratorRunResult run)
    {
        HashSet<IncrementalGeneratorRunStep> visited = [];
        Stack<IncrementalGeneratorRunStep> stack = new(run.TrackedOutputSteps.SelectMany(steps => steps.Value));
        while (stack.TryPop(out IncrementalGeneratorRunStep? step))
        {
            if (visited.Add(step))
            {
                Assert.True(
                    step.Name is { } name && (IsGeneratorStep(name) || s_roslynSteps.Contains(name)),
                    $"A step before {string.Join(", ", run.TrackedSteps.Keys)} has the name '{step.Name}'."
                );
                foreach ((IncrementalGeneratorRunStep source, _) in step.Inputs)
                {
                    stack.Push(source);
                }
            }
        }
    }
}
