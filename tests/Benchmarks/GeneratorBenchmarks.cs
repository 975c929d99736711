using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using QmpGen.Generator;
using QmpGen.Generator.Tests;

namespace QmpGen.Benchmarks;

/// <summary>The time and memory of the generator in a warm process, such as an editor or the compiler server.</summary>
/// <remarks>The goals are 100 ms for the whole schema and 1 ms for an unrelated edit.</remarks>
[InProcess]
[MemoryDiagnoser]
public class GeneratorBenchmarks
{
    private static readonly CSharpParseOptions s_options = new(LanguageVersion.CSharp14);
    private static readonly string s_schema = File.ReadAllText(
        Path.Combine(AppContext.BaseDirectory, "schema", "qemu-11.1.json")
    );

    private readonly CSharpCompilation[] _edits = [CreateCompilation("class A;"), CreateCompilation("class B;")];
    private GeneratorDriver _driver = null!;
    private int _edit;

    [GlobalSetup]
    public void Generate() => _driver = CreateDriver().RunGenerators(_edits[0]);

    /// <summary>All bindings of QEMU 11.1.</summary>
    [Benchmark]
    public GeneratorDriver WholeSchema() => CreateDriver().RunGenerators(_edits[0]);

    /// <summary>The bindings of twenty commands.</summary>
    [Benchmark]
    public GeneratorDriver TwentyCommands() =>
        CreateDriver(("Commands", BuildCost.TwentyCommands), ("Events", "SHUTDOWN STOP RESUME"))
            .RunGenerators(_edits[0]);

    /// <summary>An edit of the user's C# after the bindings were generated.</summary>
    [Benchmark]
    public GeneratorDriver UnrelatedEdit() => _driver = _driver.RunGenerators(_edits[++_edit % 2]);

    private static GeneratorDriver CreateDriver(params (string Name, string Value)[] metadata) =>
        CSharpGeneratorDriver.Create(
            [new QmpSchemaGenerator().AsSourceGenerator()],
            [InMemorySchema.FromText(s_schema, metadata)],
            s_options,
            new InMemoryOptions()
        );

    private static CSharpCompilation CreateCompilation(string code) =>
        CSharpCompilation.Create("User", [CSharpSyntaxTree.ParseText(code, s_options)]);
}
