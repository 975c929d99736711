using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using QmpGen.Generator.Collections;
using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Emission;
using QmpGen.Generator.Input;
using QmpGen.Generator.Json;
using QmpGen.Generator.Model;
using Xunit;

namespace QmpGen.Generator.Tests;

/// <summary>Whatever a file holds, and whatever is wrong with the generator itself, the build gets messages and no
/// exception.</summary>
public sealed class RobustnessTests
{
    private static readonly string s_schema = Schemas.Of(
        """{"name": "go", "meta-type": "command", "arg-type": "1", "ret-type": "[e]", "allow-oob": true, "features": ["deprecated"]}""",
        """{"name": "GONE", "meta-type": "event", "arg-type": "u"}""",
        """{"name": "1", "meta-type": "object", "members": [{"name": "a", "type": "a", "default": null, "features": ["unstable"]}, {"name": "u", "type": "u"}]}""",
        """{"name": "[e]", "meta-type": "array", "element-type": "e"}""",
        """{"name": "e", "meta-type": "enum", "members": [{"name": "on"}, {"name": "off"}], "values": ["on", "off"]}""",
        """{"name": "a", "meta-type": "alternate", "members": [{"type": "1"}, {"type": "[e]"}, {"type": "e"}, {"type": "int"}, {"type": "null"}]}""",
        """{"name": "u", "meta-type": "object", "tag": "kind", "members": [{"name": "kind", "type": "e"}], "variants": [{"case": "on", "type": "1"}, {"case": "off", "type": "0"}]}"""
    );

    private static readonly UnitHeader s_header = new("Qemu", "QemuClient", "internal");

    private static readonly SchemaInput s_input = InputOf(s_schema);

    [Fact]
    public void No_value_in_a_schema_breaks_the_generator_whatever_stands_in_its_place()
    {
        int count = 0;
        foreach (JsonNode node in Below(JsonScanner.ReadAll(new SourceFile("x", s_schema), CancellationToken.None)[0]))
        {
            foreach (string other in new[] { "null", "5", "\"x\"", "\"e\"", "\"go\"", "[]", "{}", "[{}]", "true" })
            {
                string text = s_schema[..node.Span.Start] + other + s_schema[node.Span.End..];
                Result<EquatableArray<UnitModel>> result = Compile(InputOf(text));

                Assert.All(
                    result.Problems,
                    message => Assert.True(message.Rule.Id != "QMPGEN099", $"{message.Arguments[0]} in {text}")
                );
                Assert.All(result.Value, unit => Assert.NotNull(SourcePrinter.Print(unit, CancellationToken.None)));
                count++;
            }
        }

        Assert.True(count > 800, $"Only {count} texts were tried.");
    }

    [Fact]
    public void No_value_in_a_catalogue_breaks_the_generator_whatever_stands_in_its_place()
    {
        const string Catalogue = """
            {"releases": ["1.0", "2.0"], "commands": {"go": {"since": "1.5", "arguments": "q_empty", "returns": ["X in 1.0", "[[Y]] in ..2.0"], "answered": false}},
             "events": {"GONE": {"in": "1.0..", "arguments": "X"}}, "types": {"X": {"members": {"a": "uint8 since 1.0"}, "cases": {"on": "Y"}}, "Y": [{"values": {"a": ""}}, {"kinds": {"int": "size"}}]}}
            """;

        foreach (JsonNode node in Below(JsonScanner.ReadAll(new SourceFile("x", Catalogue), CancellationToken.None)[0]))
        {
            foreach (
                string other in new[]
                {
                    "null",
                    "5",
                    "\"\"",
                    "\"[\"",
                    "\"in\"",
                    "\"X in 2.0..1.0,,\"",
                    "[]",
                    "{}",
                    "[[]]",
                }
            )
            {
                string text = Catalogue[..node.Span.Start] + other + Catalogue[node.Span.End..];
                NamesFile names = NamesFile.Read(
                    new ItemFile(ItemKinds.Names, "names.json", text),
                    CancellationToken.None
                );
                Result<EquatableArray<UnitModel>> result = Compile(s_input with { Names = [names] });

                Assert.All(
                    [.. names.Problems, .. result.Problems],
                    message => Assert.True(message.Rule.Id != "QMPGEN099", $"{message.Arguments[0]} in {text}")
                );
                Assert.Equal(names.Catalogue is null ? 1 : 0, names.Problems.Count);
            }
        }
    }

    [Fact]
    public void A_fault_of_the_generators_own_is_told_as_such()
    {
        Result<EquatableArray<UnitModel>> result = Compile(s_input with { Names = [null!] });

        Assert.Empty(result.Value);
        Assert.StartsWith(
            "schema.json(1,1): error QMPGEN099: QmpGen has failed on this schema, which is its own fault: NullReferenceException:",
            Assert.Single(result.Problems).ToDiagnostic().ToString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_file_that_cannot_be_printed_is_told_of_and_takes_no_other_with_it()
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            new Printing(new UnitModel("../a.g.cs", s_header, []), new UnitModel("b.g.cs", s_header, []))
        );

        GeneratorRunResult run = driver.RunGenerators(Generation.Compilation("")).GetRunResult().Results.Single();

        Assert.StartsWith(
            "../a.g.cs(1,1): error QMPGEN099: QmpGen has failed on this schema",
            Assert.Single(run.Diagnostics).ToString(),
            StringComparison.Ordinal
        );
        Assert.Equal(["b.g.cs"], run.GeneratedSources.Select(source => source.HintName));
    }

    [Fact]
    public void A_cancelled_run_is_no_fault()
    {
        CancellationToken cancelled = new(canceled: true);

        Assert.Throws<OperationCanceledException>(() => BindingsCompiler.Compile(s_input, null, cancelled));
        Assert.Throws<OperationCanceledException>(() =>
            NamesFile.Read(new ItemFile(ItemKinds.Names, "names.json", "{}"), cancelled)
        );
    }

    private static Result<EquatableArray<UnitModel>> Compile(SchemaInput input) =>
        BindingsCompiler.Compile(input, null, CancellationToken.None);

    private static SchemaInput InputOf(string text) =>
        SchemaInput
            .Resolve([.. ItemFile.Read(InMemorySchema.Of(text), new InMemoryOptions(), CancellationToken.None)])
            .Single();

    private static IEnumerable<JsonNode> Below(JsonNode node) =>
        node.Items.Concat(node.Members.Select(member => member.Value)).SelectMany(inner => Below(inner).Prepend(inner));

    /// <summary>Prints units as the generator does.</summary>
    private sealed class Printing(params UnitModel[] units) : IIncrementalGenerator
    {
        public void Initialize(IncrementalGeneratorInitializationContext context) =>
            context.RegisterSourceOutput(
                context.ParseOptionsProvider.SelectMany((_, _) => units),
                QmpSchemaGenerator.Print
            );
    }
}
