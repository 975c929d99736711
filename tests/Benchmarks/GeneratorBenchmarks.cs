using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using QmpGen.Generator;
using QmpGen.Generator.Tests;

namespace QmpGen.Benchmarks;

/// <summary>What the generator takes, warm and in process, as it is in an editor and in the compiler's server: to stay
/// under 100 ms for the whole schema, and
/// under 1 ms for an edit that has nothing to do with it.</summary>
[InProcess]
[MemoryDiagnoser]
public class GeneratorBenchmarks
{
    private static readonly CSharpParseOptions s_options = new(LanguageVersion.CSharp14);
    private static readonly string s_schema = File.ReadAllText(
        Path.Combine(AppContext.BaseDirectory, "schema", "qemu-11.1.json")
    );

    private readonly CSharpCompilation[] _edits = [Compilation("class A;"), Compilation("class B;")];
    private GeneratorDriver _driver = null!;
    private int _edit;

    [GlobalSetup]
    public void Generate() => _driver = Driver().RunGenerators(_edits[0]);

    /// <summary>The bindings of QEMU 11.1 in full.</summary>
    [Benchmark]
    public GeneratorDriver WholeSchema() => Driver().RunGenerators(_edits[0]);

    /// <summary>Those of twenty commands.</summary>
    [Benchmark]
    public GeneratorDriver TwentyCommands() =>
        Driver(("Commands", BuildCost.TwentyCommands), ("Events", "SHUTDOWN STOP RESUME")).RunGenerators(_edits[0]);

    /// <summary>An edit of the user's C#, with everything generated before.</summary>
    [Benchmark]
    public GeneratorDriver UnrelatedEdit() => _driver = _driver.RunGenerators(_edits[++_edit % 2]);

    private static GeneratorDriver Driver(params (string Name, string Value)[] metadata) =>
        CSharpGeneratorDriver.Create(
            [new QmpSchemaGenerator().AsSourceGenerator()],
            [InMemorySchema.Of(s_schema, metadata)],
            s_options,
            new InMemoryOptions()
        );

    private static CSharpCompilation Compilation(string code) =>
        CSharpCompilation.Create("User", [CSharpSyntaxTree.ParseText(code, s_options)]);
}
