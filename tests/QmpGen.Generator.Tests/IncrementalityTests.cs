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
        GeneratorDriver driver = Generation.Driver(InMemorySchema.Of(s_schema, ("Docs", "/qapi/")), Docs("/qapi/a.json", "Goes.")).RunGenerators(compilation);

        GeneratorRunResult again = driver.RunGenerators(
            compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[0], CSharpSyntaxTree.ParseText("class B;", Generation.ParseOptions)))
            .GetRunResult().Results.Single();

        Assert.Equal(
            [TrackingNames.Bindings, TrackingNames.Docs, TrackingNames.DocsFiles, TrackingNames.DocsReadings, TrackingNames.DocumentedInputs, TrackingNames.LanguageVersion, TrackingNames.Names, TrackingNames.SchemaFiles, TrackingNames.SchemaInputs, TrackingNames.Units],
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

    [Fact]
    public void A_changed_file_of_documentation_is_the_only_one_that_is_read_again()
    {
        InMemorySchema before = Docs("/qapi/b.json", "Goes.");
        CSharpCompilation compilation = Generation.Compilation("");
        GeneratorDriver driver = Generation.Driver(
            InMemorySchema.Of(s_schema, ("Docs", "/qapi/")),
            new InMemorySchema("plain.json", s_schema, ("Namespace", "Plain")),
            Docs("/qapi/a.json", "Stops.", "stop"),
            before).RunGenerators(compilation);

        GeneratorRunResult again = driver.ReplaceAdditionalText(before, Docs("/qapi/b.json", "Runs.")).RunGenerators(compilation).GetRunResult().Results.Single();

        Assert.Equal([IncrementalStepRunReason.Modified, IncrementalStepRunReason.Cached], Reasons(again, TrackingNames.DocsReadings).Order());
        Assert.Equal([IncrementalStepRunReason.Modified, IncrementalStepRunReason.Unchanged], Reasons(again, TrackingNames.DocumentedInputs).Order());
        Assert.Equal([IncrementalStepRunReason.Modified, IncrementalStepRunReason.Cached], Reasons(again, TrackingNames.Bindings).Order());
        Assert.Single(Reasons(again, TrackingNames.Units), reason => reason == IncrementalStepRunReason.Modified);
        Assert.Contains("Runs.", string.Concat(again.GeneratedSources.Select(source => source.SourceText)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_in_QEMUs_source_beside_its_documentation_prints_nothing_again()
    {
        InMemorySchema before = Docs("/qapi/a.json", "Goes.");
        CSharpCompilation compilation = Generation.Compilation("");
        GeneratorDriver driver = Generation.Driver(InMemorySchema.Of(s_schema, ("Docs", "/qapi/")), before).RunGenerators(compilation);

        GeneratorRunResult again = driver.ReplaceAdditionalText(before, Docs("/qapi/a.json", "Goes.\n#\n# And more, further below."))
            .RunGenerators(compilation).GetRunResult().Results.Single();

        Assert.Equal([IncrementalStepRunReason.Modified], Reasons(again, TrackingNames.DocsFiles));
        Assert.Equal([IncrementalStepRunReason.Unchanged], Reasons(again, TrackingNames.DocsReadings));
        Assert.Equal([IncrementalStepRunReason.Cached], Reasons(again, TrackingNames.Bindings));
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
        GeneratorRunResult run = Generation.Driver(InMemorySchema.Of(Dumps.Read("qemu-7.2.json"), ("Docs", "/qapi/")), new InMemorySchema("bad.json", "[", ("Namespace", "Bad")), Docs("/qapi/a.json", "Stops.", "stop"), new InMemorySchema("/qapi/bad.json", "{", ("Kind", "docs")))
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

    /// <summary>A file of QEMU's source that tells about one command.</summary>
    private static InMemorySchema Docs(string path, string text, string command = "go") =>
        new(path, $"##\n# @{command}:\n#\n# {text}\n##\n{{ 'command': '{command}' }}\n", ("Kind", "docs"));

    private static IncrementalStepRunReason[] Reasons(GeneratorRunResult run, string step) => Reasons(run, name => name == step);

    private static IncrementalStepRunReason[] Reasons(GeneratorRunResult run, Func<string, bool> step) =>
        [.. run.TrackedSteps.Where(pair => step(pair.Key)).SelectMany(pair => pair.Value).SelectMany(value => value.Outputs).Select(output => output.Reason)];

    private static bool IsOurs(string step) => typeof(TrackingNames).GetField(step) is not null;
}
