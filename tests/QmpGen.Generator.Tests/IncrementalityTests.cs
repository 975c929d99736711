using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace QmpGen.Generator.Tests;

/// <summary>What runs again when something changes.</summary>
public sealed class IncrementalityTests
{
    private static readonly string s_schema = Schemas.Of(
        """{"name": "go", "meta-type": "command", "arg-type": "0", "ret-type": "0"}""",
        """{"name": "stop", "meta-type": "command", "arg-type": "0", "ret-type": "0"}""");

    [Fact]
    public void Editing_a_csharp_file_runs_nothing_again()
    {
        CSharpCompilation compilation = Generation.Compilation("class A;");
        GeneratorDriver driver = Generation.Driver(InMemorySchema.Of(s_schema, ("Select", "qemu.select")), new InMemorySchema("qemu.select", "go", ("Kind", "select")))
            .RunGenerators(compilation);

        GeneratorRunResult again = driver.RunGenerators(
            compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[0], CSharpSyntaxTree.ParseText("class B;", Generation.ParseOptions)))
            .GetRunResult().Results.Single();

        Assert.Equal(
            [
                TrackingNames.Bindings, TrackingNames.LanguageVersion, TrackingNames.Names, TrackingNames.SchemaFiles, TrackingNames.SchemaInputs, TrackingNames.SelectFiles,
                TrackingNames.SelectedInputs, TrackingNames.Units,
            ],
            again.TrackedSteps.Keys.Where(IsOurs).Order(StringComparer.Ordinal));
        Assert.All(Reasons(again, IsOurs), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
        Assert.All(again.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(step => step.Outputs), output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
    }

    [Fact]
    public void A_schema_that_was_saved_without_a_change_is_not_read_again()
    {
        InMemorySchema schema = InMemorySchema.Of(s_schema);
        CSharpCompilation compilation = Generation.Compilation("");
        GeneratorDriver driver = Generation.Driver(schema).RunGenerators(compilation);

        GeneratorRunResult again = driver.ReplaceAdditionalText(schema, InMemorySchema.Of(s_schema)).RunGenerators(compilation).GetRunResult().Results.Single();

        Assert.Equal([IncrementalStepRunReason.Unchanged], Reasons(again, TrackingNames.SchemaFiles));
        Assert.All(Reasons(again, TrackingNames.Bindings), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
        Assert.All(Reasons(again, TrackingNames.Units), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Fact]
    public void A_changed_command_prints_only_its_own_file_again()
    {
        InMemorySchema before = InMemorySchema.Of(s_schema);
        InMemorySchema after = InMemorySchema.Of(s_schema.Replace("\"stop\", \"meta-type\": \"command\"", "\"stop\", \"meta-type\": \"command\", \"allow-oob\": true", StringComparison.Ordinal));
        CSharpCompilation compilation = Generation.Compilation("");
        GeneratorDriver driver = Generation.Driver(before).RunGenerators(compilation);

        GeneratorRunResult again = driver.ReplaceAdditionalText(before, after).RunGenerators(compilation).GetRunResult().Results.Single();

        Assert.Equal([IncrementalStepRunReason.Modified], Reasons(again, TrackingNames.SchemaFiles));
        Assert.Equal(
            [IncrementalStepRunReason.Modified, IncrementalStepRunReason.Unchanged, IncrementalStepRunReason.Unchanged],
            Reasons(again, TrackingNames.Units).Order());
        Assert.Contains("AllowOob => true", string.Concat(again.GeneratedSources.Select(source => source.SourceText)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_catalogue_that_was_saved_without_a_change_is_not_read_again()
    {
        InMemorySchema names = new("names.json", """{"releases": ["1"]}""", ("Kind", "names"));
        CSharpCompilation compilation = Generation.Compilation("");
        GeneratorDriver driver = Generation.Driver(InMemorySchema.Of(s_schema), names).RunGenerators(compilation);

        GeneratorRunResult again = driver.ReplaceAdditionalText(names, new InMemorySchema("names.json", """{"releases": ["1"]}""", ("Kind", "names")))
            .RunGenerators(compilation).GetRunResult().Results.Single();

        Assert.Equal([IncrementalStepRunReason.Unchanged], Reasons(again, TrackingNames.NamesFiles));
        Assert.All(Reasons(again, TrackingNames.Names), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
        Assert.All(Reasons(again, TrackingNames.Bindings), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Theory]
    [InlineData("stop", new[] { "Modified a.json", "Unchanged b.json", "Unchanged c.json" }, new[] { "Cached", "Cached", "Modified" })]
    [InlineData("go", new[] { "Cached a.json", "Cached b.json", "Cached c.json" }, new[] { "Cached", "Cached", "Cached" })]
    [InlineData("go # the same", new[] { "Modified a.json", "Unchanged b.json", "Unchanged c.json" }, new[] { "Cached", "Cached", "Unchanged" })]
    public void A_file_of_patterns_makes_only_the_schema_run_again_that_names_it(string text, string[] inputs, string[] bindings)
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

        GeneratorRunResult again = driver.ReplaceAdditionalText(before, new InMemorySchema("a.select", text, ("Kind", "select")))
            .RunGenerators(compilation).GetRunResult().Results.Single();

        Assert.Equal(inputs, again.TrackedSteps[TrackingNames.SelectedInputs].SelectMany(step => step.Outputs).Select(output => $"{output.Reason} {((SchemaInput)output.Value).File.Path}"));
        Assert.Equal(bindings, Reasons(again, TrackingNames.Bindings).Select(reason => reason.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_message_about_the_schema_prints_nothing_again()
    {
        InMemorySchema before = InMemorySchema.Of(s_schema);
        InMemorySchema after = InMemorySchema.Of(s_schema.Replace("]\n", ", {\"name\": \"x\", \"meta-type\": \"from-the-future\"}]\n", StringComparison.Ordinal));
        CSharpCompilation compilation = Generation.Compilation("");
        GeneratorDriver driver = Generation.Driver(before).RunGenerators(compilation);

        GeneratorRunResult again = driver.ReplaceAdditionalText(before, after).RunGenerators(compilation).GetRunResult().Results.Single();

        Assert.Single(again.Diagnostics, diagnostic => diagnostic.Id == "QMPGEN005");
        Assert.All(Reasons(again, TrackingNames.Units), reason => Assert.Equal(IncrementalStepRunReason.Unchanged, reason));
    }

    [Fact]
    public void No_model_holds_anything_of_roslyn_that_lives_longer_than_a_run()
    {
        GeneratorRunResult run = Generation.Driver(InMemorySchema.Of(Dumps.Read("qemu-7.2.json")), new InMemorySchema("bad.json", "[", ("Namespace", "Bad"), ("Select", "s")), new InMemorySchema("s", "x-*", ("Kind", "select")))
            .RunGenerators(Generation.Compilation("")).GetRunResult().Results.Single();
        HashSet<object> met = new(ReferenceEqualityComparer.Instance);

        foreach (object value in run.TrackedSteps.Where(step => IsOurs(step.Key)).SelectMany(step => step.Value).SelectMany(step => step.Outputs).Select(output => output.Value))
        {
            Walk(value);
        }

        Assert.True(met.Count > 1000, $"Only {met.Count} objects were looked at.");

        void Walk(object? value)
        {
            if (value is null or string || value.GetType().IsPrimitive || value.GetType().IsEnum || !met.Add(value))
            {
                return;
            }

            Assert.False(
                value is Compilation or ISymbol or SyntaxNode or SyntaxTree or Location or Diagnostic or AdditionalText or Microsoft.CodeAnalysis.Text.SourceText,
                $"{value.GetType()} is in a model.");
            for (Type? type = value.GetType(); type is not null; type = type.BaseType)
            {
                foreach (System.Reflection.FieldInfo field in type.GetFields(System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.DeclaredOnly))
                {
                    Walk(field.GetValue(value));
                }
            }

            if (value is Array array)
            {
                foreach (object? item in array)
                {
                    Walk(item);
                }
            }
        }
    }

    private static IncrementalStepRunReason[] Reasons(GeneratorRunResult run, string step) => Reasons(run, name => name == step);

    private static IncrementalStepRunReason[] Reasons(GeneratorRunResult run, Func<string, bool> step) =>
        [.. run.TrackedSteps.Where(pair => step(pair.Key)).SelectMany(pair => pair.Value).SelectMany(value => value.Outputs).Select(output => output.Reason)];

    private static bool IsOurs(string step) => typeof(TrackingNames).GetField(step) is not null;
}
