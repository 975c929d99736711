using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using QmpGen.Generator.Input;
using Xunit;

namespace QmpGen.Generator.Tests;

/// <summary>What runs again when something changes; that an edit of C# runs nothing is checked after every run of every
/// test (<see cref="SecondRun"/>).</summary>
public sealed class IncrementalityTests
{
    private static readonly string s_schema = Schemas.Of(
        """{"name": "go", "meta-type": "command", "arg-type": "0", "ret-type": "0"}""",
        """{"name": "stop", "meta-type": "command", "arg-type": "0", "ret-type": "0"}"""
    );

    [Fact]
    public void Editing_a_csharp_file_runs_nothing_again()
    {
        CSharpCompilation compilation = Generation.Compilation("class A;");
        InMemorySchema broken = new(
            "broken.json",
            s_schema.Replace("\"go\"", "5", StringComparison.Ordinal),
            ("Namespace", "Broken")
        );
        GeneratorDriver driver = Generation
            .Driver(
                InMemorySchema.Of(s_schema, ("Select", "qemu.select"), ("Docs", "/qapi/")),
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
            again.TrackedSteps.Keys.Where(SecondRun.IsOurs).Order(StringComparer.Ordinal)
        );
        Assert.All(Reasons(again, SecondRun.IsOurs), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
        Assert.All(
            again.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(step => step.Outputs),
            output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason)
        );
    }

    [Fact]
    public void A_schema_that_was_saved_without_a_change_is_not_read_again()
    {
        GeneratorRunResult again = Replace(InMemorySchema.Of(s_schema), InMemorySchema.Of(s_schema)).After;

        // Roslyn collects again what comes out of two steps with nothing in them.
        Assert.Equal([IncrementalStepRunReason.Unchanged], Reasons(again, TrackingNames.ItemFiles));
        Assert.All(
            Reasons(
                again,
                step =>
                    SecondRun.IsOurs(step)
                    && step is not (TrackingNames.AdditionalFiles or TrackingNames.ItemFiles or TrackingNames.Collected)
            ),
            reason => Assert.Equal(IncrementalStepRunReason.Cached, reason)
        );
    }

    [Fact]
    public void A_changed_command_prints_only_its_own_file_again()
    {
        (GeneratorRunResult before, GeneratorRunResult after) = Replace(
            InMemorySchema.Of(s_schema),
            InMemorySchema.Of(
                s_schema.Replace(
                    "\"stop\", \"meta-type\": \"command\"",
                    "\"stop\", \"meta-type\": \"command\", \"allow-oob\": true",
                    StringComparison.Ordinal
                )
            )
        );

        Assert.Equal([IncrementalStepRunReason.Modified], Reasons(after, TrackingNames.ItemFiles));
        Assert.Equal(
            [IncrementalStepRunReason.Modified, IncrementalStepRunReason.Unchanged, IncrementalStepRunReason.Unchanged],
            Reasons(after, TrackingNames.Units).Order()
        );
        Assert.Equal(["Qemu.Commands.R.g.cs"], Changed(before, after));
        Assert.Contains("AllowOob => true", Text(after, "Qemu.Commands.R.g.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_command_of_a_whole_system_prints_only_its_own_file_again()
    {
        string dump = Dumps.Read("qemu-11.1.json");
        (GeneratorRunResult before, GeneratorRunResult after) = Replace(
            InMemorySchema.Of(dump),
            InMemorySchema.Of(
                dump.Replace(
                    "\"name\": \"query-status\"",
                    "\"name\": \"query-status\", \"features\": [\"novel\"]",
                    StringComparison.Ordinal
                )
            )
        );

        Assert.Equal(["Qemu.Commands.QueryM.g.cs"], Changed(before, after));
    }

    [Theory]
    [InlineData("QemuVersion", "11.1.3", new[] { "Qemu.Client.g.cs" })]
    [InlineData(
        "Accessibility",
        "public",
        new[] { "Qemu.Client.g.cs", "Qemu.Commands.G.g.cs", "Qemu.Commands.R.g.cs" }
    )]
    [InlineData("Accessibility", "internal", new string[0])]
    public void Changed_metadata_print_what_they_concern(string name, string value, string[] files)
    {
        (GeneratorRunResult before, GeneratorRunResult after) = Replace(
            InMemorySchema.Of(s_schema),
            InMemorySchema.Of(s_schema, (name, value))
        );

        Assert.Equal(files, Changed(before, after));
    }

    [Fact]
    public void A_language_version_that_is_as_good_prints_nothing_again()
    {
        CSharpCompilation compilation = Generation.Compilation("");
        GeneratorDriver driver = Generation.Driver(InMemorySchema.Of(s_schema)).RunGenerators(compilation);

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
    public void A_catalogue_that_was_saved_without_a_change_is_not_read_again()
    {
        InMemorySchema names = new("names.json", """{"releases": ["1"]}""", ("Kind", "names"));
        CSharpCompilation compilation = Generation.Compilation("");
        GeneratorDriver driver = Generation.Driver(InMemorySchema.Of(s_schema), names).RunGenerators(compilation);

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
    public void A_file_of_patterns_makes_only_the_schema_run_again_that_names_it(
        string text,
        string[] inputs,
        string[] bindings
    )
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
    public void A_changed_file_of_documentation_is_the_only_one_that_is_read_again()
    {
        InMemorySchema before = Docs("/qapi/b.json", "Goes.");
        CSharpCompilation compilation = Generation.Compilation("");
        GeneratorDriver driver = Generation
            .Driver(
                InMemorySchema.Of(s_schema, ("Docs", "/qapi/")),
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
            Reasons(again, TrackingNames.CompleteInputs).Order()
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
    public void A_change_in_QEMUs_source_beside_its_documentation_prints_nothing_again()
    {
        InMemorySchema before = Docs("/qapi/a.json", "Goes.");
        CSharpCompilation compilation = Generation.Compilation("");
        GeneratorDriver driver = Generation
            .Driver(InMemorySchema.Of(s_schema, ("Docs", "/qapi/")), before)
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
    public void A_message_about_the_schema_prints_nothing_again()
    {
        (GeneratorRunResult before, GeneratorRunResult after) = Replace(
            InMemorySchema.Of(s_schema),
            InMemorySchema.Of(
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
        Assert.Empty(Changed(before, after));
    }

    [Fact]
    public void A_schema_of_two_that_changes_leaves_the_other_alone()
    {
        InMemorySchema[] schemas = [InMemorySchema.Of(s_schema), new("other.json", s_schema, ("Namespace", "Other"))];
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

    /// <summary>A run, and the one after a file of it was replaced.</summary>
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

    /// <summary>The files that were printed again: the others are the same objects as before.</summary>
    private static IEnumerable<string> Changed(GeneratorRunResult before, GeneratorRunResult after)
    {
        HashSet<SourceText> kept = [.. before.GeneratedSources.Select(source => source.SourceText)];
        return after
            .GeneratedSources.Where(source => !kept.Contains(source.SourceText))
            .Select(source => source.HintName)
            .Order(StringComparer.Ordinal);
    }

    private static string Text(GeneratorRunResult run, string file) =>
        run.GeneratedSources.Single(source => source.HintName == file).SourceText.ToString();

    /// <summary>A file of QEMU's source that tells about one command.</summary>
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
