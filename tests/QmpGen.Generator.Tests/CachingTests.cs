using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using QmpGen.Generator.Input;
using Xunit;

namespace QmpGen.Generator.Tests;

/// <summary>A change runs only the steps that depend on it.</summary>
/// <remarks><see cref="CachingVerifier"/> checks every run of every test after an edit of C#.</remarks>
public sealed class CachingTests
{
    private static readonly string s_schema = Schemas.Create(
        """{"name": "go", "meta-type": "command", "arg-type": "0", "ret-type": "0"}""",
        """{"name": "stop", "meta-type": "command", "arg-type": "0", "ret-type": "0"}"""
    );

    [Fact]
    public void Generator_AfterCSharpEdit_RunsNoStep()
    {
        CSharpCompilation compilation = Generation.Compilation("class A;");
        InMemorySchema broken = new(
            "broken.json",
            s_schema.Replace("\"go\"", "5", StringComparison.Ordinal),
            ("Namespace", "Broken")
        );
        GeneratorDriver driver = Generation
            .Driver(
                InMemorySchema.FromText(s_schema, ("Select", "qemu.select"), ("Docs", "/qapi/")),
                broken,
                new InMemorySchema("names.json", "", ("Kind", "names")),
                new InMemorySchema("qemu.select", "go", ("Kind", "select")),
                Docs("/qapi/a.json", "Goes."),
                new InMemorySchema("/qapi/bad.json", "{", ("Kind", "docs"))
            )
            .RunGenerators(compilation);

        GeneratorRunResult again = driver
            .RunGenerators(
                compilation.ReplaceSyntaxTree(
                    compilation.SyntaxTrees[0],
                    CSharpSyntaxTree.ParseText("class B;", Generation.ParseOptions)
                )
            )
            .GetRunResult()
            .Results.Single();

        Assert.Equal(
            typeof(TrackingNames).GetFields().Select(field => field.Name).Order(StringComparer.Ordinal),
            again.TrackedSteps.Keys.Where(CachingVerifier.IsGeneratorStep).Order(StringComparer.Ordinal)
        );
        Assert.All(
            Reasons(again, CachingVerifier.IsGeneratorStep),
            reason => Assert.Equal(IncrementalStepRunReason.Cached, reason)
        );
        Assert.All(
            again.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(step => step.Outputs),
            output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason)
        );
    }

    [Fact]
    public void Schema_SavedUnchanged_IsNotReadAgain()
    {
        GeneratorRunResult again = Replace(InMemorySchema.FromText(s_schema), InMemorySchema.FromText(s_schema)).After;

        // Roslyn reports a collection of an empty step as new.
        Assert.Equal([IncrementalStepRunReason.Unchanged], Reasons(again, TrackingNames.ItemFiles));
        Assert.All(
            Reasons(
                again,
                step =>
                    CachingVerifier.IsGeneratorStep(step)
                    && step is not (TrackingNames.AdditionalFiles or TrackingNames.ItemFiles or TrackingNames.Collected)
            ),
            reason => Assert.Equal(IncrementalStepRunReason.Cached, reason)
        );
    }

    [Fact]
    public void Generator_AfterCommandChange_PrintsItsFileAndTheSchema()
    {
        (GeneratorRunResult before, GeneratorRunResult after) = Replace(
            InMemorySchema.FromText(s_schema),
            InMemorySchema.FromText(
                s_schema.Replace(
                    "\"stop\", \"meta-type\": \"command\"",
                    "\"stop\", \"meta-type\": \"command\", \"allow-oob\": true",
                    StringComparison.Ordinal
                )
            )
        );

        Assert.Equal([IncrementalStepRunReason.Modified], Reasons(after, TrackingNames.ItemFiles));
        Assert.Equal(
            [
                IncrementalStepRunReason.Modified,
                IncrementalStepRunReason.Modified,
                IncrementalStepRunReason.Unchanged,
                IncrementalStepRunReason.Unchanged,
            ],
            Reasons(after, TrackingNames.Units).Order()
        );
        Assert.Equal(["Qemu.Commands.R.g.cs", "Qemu.Schema.g.cs"], FindPrinted(before, after));
        Assert.Contains("AllowOob => true", Text(after, "Qemu.Commands.R.g.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void Generator_AfterCommandChangeInRealDump_PrintsTwoFiles()
    {
        string dump = Dumps.Read("qemu-11.1.json");
        (GeneratorRunResult before, GeneratorRunResult after) = Replace(
            InMemorySchema.FromText(dump),
            InMemorySchema.FromText(
                dump.Replace(
                    "\"name\": \"query-status\"",
                    "\"name\": \"query-status\", \"features\": [\"novel\"]",
                    StringComparison.Ordinal
                )
            )
        );

        Assert.Equal(["Qemu.Commands.QueryM.g.cs", "Qemu.Schema.g.cs"], FindPrinted(before, after));
    }

    [Theory]
    [InlineData("QemuVersion", "11.1.3", new[] { "Qemu.Client.g.cs" })]
    [InlineData(
        "Accessibility",
        "public",
        new[] { "Qemu.Client.g.cs", "Qemu.Commands.G.g.cs", "Qemu.Commands.R.g.cs", "Qemu.Schema.g.cs" }
    )]
    [InlineData("Accessibility", "internal", new string[0])]
    public void Generator_AfterMetadataChange_PrintsOnlyAffectedFiles(string name, string value, string[] files)
    {
        (GeneratorRunResult before, GeneratorRunResult after) = Replace(
            InMemorySchema.FromText(s_schema),
            InMemorySchema.FromText(s_schema, (name, value))
        );

        Assert.Equal(files, FindPrinted(before, after));
    }

    [Fact]
    public void Generator_AfterLanguageVersionChange_PrintsNothing()
    {
        CSharpCompilation compilation = Generation.Compilation("");
        GeneratorDriver driver = Generation.Driver(InMemorySchema.FromText(s_schema)).RunGenerators(compilation);

        GeneratorRunResult preview = driver
            .WithUpdatedParseOptions(Generation.ParseOptions.WithLanguageVersion(LanguageVersion.Preview))
            .RunGenerators(compilation)
            .GetRunResult()
            .Results.Single();
        GeneratorRunResult old = driver
            .WithUpdatedParseOptions(Generation.ParseOptions.WithLanguageVersion(LanguageVersion.CSharp13))
            .RunGenerators(compilation)
            .GetRunResult()
            .Results.Single();

        Assert.Equal([IncrementalStepRunReason.Unchanged], Reasons(preview, TrackingNames.LanguageVersion));
        Assert.Equal([IncrementalStepRunReason.Cached], Reasons(preview, TrackingNames.Bindings));
        Assert.All(
            Reasons(preview, TrackingNames.Units),
            reason => Assert.Equal(IncrementalStepRunReason.Cached, reason)
        );
        Assert.Empty(old.GeneratedSources);
        Assert.Equal(["QMPGEN013"], old.Diagnostics.Select(diagnostic => diagnostic.Id));
    }

    [Fact]
    public void NamesFile_SavedUnchanged_IsNotReadAgain()
    {
        InMemorySchema names = new("names.json", """{"releases": ["1"]}""", ("Kind", "names"));
        CSharpCompilation compilation = Generation.Compilation("");
        GeneratorDriver driver = Generation.Driver(InMemorySchema.FromText(s_schema), names).RunGenerators(compilation);

        GeneratorRunResult again = driver
            .ReplaceAdditionalText(
                names,
                new InMemorySchema("names.json", """{"releases": ["1"]}""", ("Kind", "names"))
            )
            .RunGenerators(compilation)
            .GetRunResult()
            .Results.Single();

        Assert.Equal(
            [IncrementalStepRunReason.Unchanged, IncrementalStepRunReason.Cached],
            Reasons(again, TrackingNames.ItemFiles).Order()
        );
        Assert.All(
            Reasons(again, TrackingNames.SharedFiles),
            reason => Assert.Equal(IncrementalStepRunReason.Cached, reason)
        );
        Assert.All(
            Reasons(again, TrackingNames.Bindings),
            reason => Assert.Equal(IncrementalStepRunReason.Cached, reason)
        );
    }

    [Theory]
    [InlineData(
        "stop",
        new[] { "Modified a.json", "Unchanged b.json", "Unchanged c.json" },
        new[] { "Cached", "Cached", "Modified" }
    )]
    [InlineData(
        "go",
        new[] { "Cached a.json", "Cached b.json", "Cached c.json" },
        new[] { "Cached", "Cached", "Cached" }
    )]
    [InlineData(
        "go # the same",
        new[] { "Modified a.json", "Unchanged b.json", "Unchanged c.json" },
        new[] { "Cached", "Cached", "Unchanged" }
    )]
    public void Generator_AfterFilterFileChange_RunsOnlyItsSchema(string text, string[] inputs, string[] bindings)
    {
        InMemorySchema[] schemas =
        [
            new("a.json", s_schema, ("Namespace", "A"), ("Select", "a.select")),
            new("b.json", s_schema, ("Namespace", "B")),
            new("c.json", s_schema, ("Namespace", "C"), ("Select", "c.select")),
            new("c.select", "go", ("Kind", "select")),
        ];
        InMemorySchema before = new("a.select", "go", ("Kind", "select"));
        CSharpCompilation compilation = Generation.Compilation("");
        GeneratorDriver driver = Generation.Driver([.. schemas, before]).RunGenerators(compilation);

        GeneratorRunResult again = driver
            .ReplaceAdditionalText(before, new InMemorySchema("a.select", text, ("Kind", "select")))
            .RunGenerators(compilation)
            .GetRunResult()
            .Results.Single();

        Assert.Equal(
            inputs,
            again
                .TrackedSteps[TrackingNames.SchemaInputs]
                .SelectMany(step => step.Outputs)
                .Select(output => $"{output.Reason} {((SchemaInput)output.Value).File.Path}")
        );
        Assert.Equal(
            bindings,
            Reasons(again, TrackingNames.Bindings).Select(reason => reason.ToString()).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void MergedDump_AfterChange_CompilesOnlyItsNamespace()
    {
        InMemorySchema before = new("a2.json", s_schema, ("Namespace", "A"));
        CSharpCompilation compilation = Generation.Compilation("");
        GeneratorDriver driver = Generation
            .Driver(
                new InMemorySchema("a1.json", s_schema, ("Namespace", "A")),
                before,
                new InMemorySchema("b.json", s_schema, ("Namespace", "B"))
            )
            .RunGenerators(compilation);

        GeneratorRunResult again = driver
            .ReplaceAdditionalText(
                before,
                new InMemorySchema(
                    "a2.json",
                    s_schema.Replace("go", "run", StringComparison.Ordinal),
                    ("Namespace", "A")
                )
            )
            .RunGenerators(compilation)
            .GetRunResult()
            .Results.Single();

        Assert.Equal(
            [IncrementalStepRunReason.Modified, IncrementalStepRunReason.Cached],
            Reasons(again, TrackingNames.Bindings)
        );
    }

    [Fact]
    public void Generator_AfterDocsFileChange_ReadsOnlyThatFile()
    {
        InMemorySchema before = Docs("/qapi/b.json", "Goes.");
        CSharpCompilation compilation = Generation.Compilation("");
        GeneratorDriver driver = Generation
            .Driver(
                InMemorySchema.FromText(s_schema, ("Docs", "/qapi/")),
                new InMemorySchema("plain.json", s_schema, ("Namespace", "Plain")),
                Docs("/qapi/a.json", "Stops.", "stop"),
                before
            )
            .RunGenerators(compilation);

        GeneratorRunResult again = driver
            .ReplaceAdditionalText(before, Docs("/qapi/b.json", "Runs."))
            .RunGenerators(compilation)
            .GetRunResult()
            .Results.Single();

        Assert.Equal(
            [IncrementalStepRunReason.Modified, IncrementalStepRunReason.Cached],
            Reasons(again, TrackingNames.SharedFiles).Order()
        );
        Assert.Equal(
            [IncrementalStepRunReason.Modified, IncrementalStepRunReason.Unchanged],
            Reasons(again, TrackingNames.SchemaInputs).Order()
        );
        Assert.Equal(
            [IncrementalStepRunReason.Modified, IncrementalStepRunReason.Cached],
            Reasons(again, TrackingNames.Bindings).Order()
        );
        Assert.Single(Reasons(again, TrackingNames.Units), reason => reason == IncrementalStepRunReason.Modified);
        Assert.Contains(
            "Runs.",
            string.Concat(again.GeneratedSources.Select(source => source.SourceText)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Generator_AfterDocsFileChangeWithoutEffect_PrintsNothing()
    {
        InMemorySchema before = Docs("/qapi/a.json", "Goes.");
        CSharpCompilation compilation = Generation.Compilation("");
        GeneratorDriver driver = Generation
            .Driver(InMemorySchema.FromText(s_schema, ("Docs", "/qapi/")), before)
            .RunGenerators(compilation);

        GeneratorRunResult again = driver
            .ReplaceAdditionalText(before, Docs("/qapi/a.json", "Goes.\n#\n# And more, further below."))
            .RunGenerators(compilation)
            .GetRunResult()
            .Results.Single();

        Assert.Equal(
            [IncrementalStepRunReason.Modified, IncrementalStepRunReason.Cached],
            Reasons(again, TrackingNames.ItemFiles).Order()
        );
        Assert.Equal([IncrementalStepRunReason.Unchanged], Reasons(again, TrackingNames.SharedFiles));
        Assert.Equal([IncrementalStepRunReason.Cached], Reasons(again, TrackingNames.Bindings));
    }

    [Fact]
    public void Generator_WhenChangeOnlyAddsDiagnostic_PrintsNothing()
    {
        (GeneratorRunResult before, GeneratorRunResult after) = Replace(
            InMemorySchema.FromText(s_schema),
            InMemorySchema.FromText(
                s_schema.Replace(
                    "]\n",
                    ", {\"name\": \"x\", \"meta-type\": \"from-the-future\"}]\n",
                    StringComparison.Ordinal
                )
            )
        );

        Assert.Single(after.Diagnostics, diagnostic => diagnostic.Id == "QMPGEN005");
        Assert.All(
            Reasons(after, TrackingNames.Units),
            reason => Assert.Equal(IncrementalStepRunReason.Unchanged, reason)
        );
        Assert.Empty(FindPrinted(before, after));
    }

    [Fact]
    public void Generator_AfterChangeOfOneSchema_DoesNotRunTheOther()
    {
        InMemorySchema[] schemas =
        [
            InMemorySchema.FromText(s_schema),
            new("other.json", s_schema, ("Namespace", "Other")),
        ];
        CSharpCompilation compilation = Generation.Compilation("");
        GeneratorDriver driver = Generation.Driver(schemas).RunGenerators(compilation);

        GeneratorRunResult again = driver
            .ReplaceAdditionalText(
                schemas[1],
                new InMemorySchema(
                    "other.json",
                    s_schema.Replace("go", "went", StringComparison.Ordinal),
                    ("Namespace", "Other")
                )
            )
            .RunGenerators(compilation)
            .GetRunResult()
            .Results.Single();

        Assert.Equal(
            [IncrementalStepRunReason.Cached, IncrementalStepRunReason.Modified],
            Reasons(again, TrackingNames.Bindings)
        );
    }

    [Theory]
    [InlineData("<P />", "<Q />", IncrementalStepRunReason.Cached)]
    [InlineData("<P />", "<P />\n", IncrementalStepRunReason.Unchanged)]
    public void Generator_AfterChangeOfProjectFile_PrintsNothing(
        string before,
        string after,
        IncrementalStepRunReason expected
    )
    {
        InMemorySchema project = Project(before);
        CSharpCompilation compilation = Generation.Compilation("");
        GeneratorDriver driver = Generation
            .Driver(InMemorySchema.FromText(s_schema, ("Item", "user.csproj")), project)
            .RunGenerators(compilation);

        GeneratorRunResult again = driver
            .ReplaceAdditionalText(project, Project(after))
            .RunGenerators(compilation)
            .GetRunResult()
            .Results.Single();

        Assert.Equal([expected], Reasons(again, TrackingNames.Bindings));
        Assert.Equal([], FindPrinted(driver.GetRunResult().Results.Single(), again));

        static InMemorySchema Project(string start) =>
            new(
                "user.csproj",
                $"<Project>{start}<ItemGroup><QmpSchema Include=\"schema.json\" /></ItemGroup></Project>",
                ("Kind", "project")
            );
    }

    /// <summary>Runs the generator before and after a file is replaced.</summary>
    private static (GeneratorRunResult Before, GeneratorRunResult After) Replace(
        InMemorySchema before,
        InMemorySchema after
    )
    {
        CSharpCompilation compilation = Generation.Compilation("");
        GeneratorDriver driver = Generation.Driver(before).RunGenerators(compilation);
        return (
            driver.GetRunResult().Results.Single(),
            driver.ReplaceAdditionalText(before, after).RunGenerators(compilation).GetRunResult().Results.Single()
        );
    }

    /// <summary>Gets the files that were printed again. The text of the others is the same object.</summary>
    private static IEnumerable<string> FindPrinted(GeneratorRunResult before, GeneratorRunResult after)
    {
        HashSet<SourceText> kept = [.. before.GeneratedSources.Select(source => source.SourceText)];
        return after
            .GeneratedSources.Where(source => !kept.Contains(source.SourceText))
            .Select(source => source.HintName)
            .Order(StringComparer.Ordinal);
    }

    private static string Text(GeneratorRunResult run, string file) =>
        run.GeneratedSources.Single(source => source.HintName == file).SourceText.ToString();

    /// <summary>Creates a file of QEMU's source with one command.</summary>
    private static InMemorySchema Docs(string path, string text, string command = "go") =>
        new(path, $"##\n# @{command}:\n#\n# {text}\n##\n{{ 'command': '{command}' }}\n", ("Kind", "docs"));

    private static IncrementalStepRunReason[] Reasons(GeneratorRunResult run, string step) =>
        Reasons(run, name => name == step);

    private static IncrementalStepRunReason[] Reasons(GeneratorRunResult run, Func<string, bool> step) =>
        [
            .. run
                .TrackedSteps.Where(pair => step(pair.Key))
                .SelectMany(pair => pair.Value)
                .SelectMany(value => value.Outputs)
                .Select(output => output.Reason),
        ];
}
