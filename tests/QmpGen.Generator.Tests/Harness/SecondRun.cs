using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace QmpGen.Generator.Tests;

/// <summary>What must hold of every run: that an edit of C# runs nothing again, and that the pipeline keeps nothing
/// alive.</summary>
internal static class SecondRun
{
    private static readonly HashSet<string> s_ours =
    [
        .. typeof(TrackingNames).GetFields().Select(field => (string)field.GetRawConstantValue()!),
    ];

    private static readonly HashSet<string> s_roslyns =
    [
        WellKnownGeneratorInputs.AdditionalTexts,
        WellKnownGeneratorInputs.AnalyzerConfigOptions,
        WellKnownGeneratorInputs.ParseOptions,
        WellKnownGeneratorOutputs.SourceOutput,
    ];

    /// <summary>Whether a step is one of the generator's own.</summary>
    public static bool IsOurs(string step) => s_ours.Contains(step);

    /// <summary>Runs the generator again beside one more file of C#, and looks at both runs.</summary>
    public static void Check(GeneratorDriver driver, CSharpCompilation compilation)
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
        CheckNames(first);
        CheckReasons(second);
        Assert.Equal(
            first.GeneratedSources.Select(source => source.SourceText),
            second.GeneratedSources.Select(source => source.SourceText),
            ReferenceEqualityComparer.Instance
        );
        foreach ((string name, ImmutableArray<IncrementalGeneratorRunStep> steps) in first.TrackedSteps)
        {
            // The one step whose outputs are Roslyn's own: a file and the options.
            if (IsOurs(name) && name != TrackingNames.AdditionalFiles)
            {
                ModelWalk.Check(steps.SelectMany(step => step.Outputs).Select(output => output.Value).OfType<object>());
            }
        }
    }

    /// <summary>Nothing of ours runs again, nothing is printed again.</summary>
    private static void CheckReasons(GeneratorRunResult run)
    {
        foreach ((string name, ImmutableArray<IncrementalGeneratorRunStep> steps) in run.TrackedSteps)
        {
            Assert.All(
                steps.Where(_ => IsOurs(name)).SelectMany(step => step.Outputs),
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

    /// <summary>Every step that leads to an output has a name, so that none escapes the check.</summary>
    private static void CheckNames(GeneratorRunResult run)
    {
        HashSet<IncrementalGeneratorRunStep> met = [];
        Stack<IncrementalGeneratorRunStep> rest = new(run.TrackedOutputSteps.SelectMany(steps => steps.Value));
        while (rest.TryPop(out IncrementalGeneratorRunStep? step))
        {
            if (met.Add(step))
            {
                Assert.True(
                    step.Name is { } name && (IsOurs(name) || s_roslyns.Contains(name)),
                    $"A step before {string.Join(", ", run.TrackedSteps.Keys)} is called '{step.Name}'."
                );
                foreach ((IncrementalGeneratorRunStep source, _) in step.Inputs)
                {
                    rest.Push(source);
                }
            }
        }
    }
}
