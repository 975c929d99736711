using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using QmpGen.Generator;
using QmpGen.Generator.Collections;
using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Emission;
using QmpGen.Generator.Input;
using QmpGen.Generator.Model;
using QmpGen.Generator.Tests;

namespace QmpGen.Fuzz.Targets.Schemas;

/// <summary>The generator with a schema file.</summary>
/// <remarks>The header contains metadata of the item (<c>both</c>, <c>public</c>, <c>stable</c>, <c>select</c>). With
/// <c>driver</c>, the generator runs as in the compiler. With <c>compile</c>, its output is compiled too.</remarks>
internal sealed class SchemaTarget : IFuzzTarget
{
    private static readonly (string Word, string Name, string Value)[] s_metadata =
    [
        ("both", "Directions", "both"),
        ("public", "Accessibility", "public"),
        ("stable", "Without", "unstable deprecated"),
        ("select", "Commands", "query-* !x-* b*"),
    ];

    public string Name => "schema";

    public IReadOnlyList<byte[]> Seeds { get; } = [.. SchemaSeeds.All.Select(dump => FuzzInput.Create("", dump))];

    public string CreateHeader(string header, Random random) =>
        string.Join(
            ' ',
            s_metadata
                .Where(_ => random.Next(4) == 0)
                .Select(option => option.Word)
                .Append(
                    random.Next(200) == 0 ? "compile"
                    : random.Next(20) == 0 ? "driver"
                    : ""
                )
        );

    public FuzzOutcome Run(byte[] input)
    {
        FuzzInput parts = FuzzInput.Parse(input);
        string[] words = parts.Words;
        InMemorySchema schema = InMemorySchema.FromText(
            System.Text.Encoding.UTF8.GetString(parts.Body.Span),
            [.. s_metadata.Where(option => words.Contains(option.Word)).Select(option => (option.Name, option.Value))]
        );
        return words.Contains("compile") ? RunDriver(schema, compiles: true)
            : words.Contains("driver") ? RunDriver(schema, compiles: false)
            : RunWithoutDriver(schema);
    }

    /// <summary>Generates the sources without Roslyn, which is faster.</summary>
    private static FuzzOutcome RunWithoutDriver(InMemorySchema schema)
    {
        SchemaInput input = SchemaInput
            .Resolve([.. ItemFile.Read(schema, new InMemoryOptions(), CancellationToken.None)], [])
            .Single();
        Result<EquatableArray<UnitModel>> result = BindingsCompiler.Compile(input, null, CancellationToken.None);
        Dictionary<string, string> sources = new(StringComparer.OrdinalIgnoreCase);
        foreach (UnitModel unit in result.Value)
        {
            if (!sources.TryAdd(unit.HintName, SourcePrinter.Print(unit, CancellationToken.None).ToString()))
            {
                throw new FindingException($"Two units have the name {unit.HintName}.");
            }
        }

        CheckSyntax(sources.Values.Select(source => CSharpSyntaxTree.ParseText(source, BindingsProject.ParseOptions)));
        return GetOutcome([.. result.Problems.Select(problem => problem.ToDiagnostic())], sources.Count);
    }

    private static FuzzOutcome RunDriver(InMemorySchema schema, bool compiles)
    {
        (GeneratorRunResult run, Compilation compilation) = BindingsProject.Run(schema);
        if (run.Exception is { } exception)
        {
            throw new FindingException("The generator threw.", exception);
        }

        CheckSyntax(run.GeneratedSources.Select(source => source.SyntaxTree));
        FuzzOutcome outcome = GetOutcome(run.Diagnostics, run.GeneratedSources.Length);
        Diagnostic[] warnings =
            compiles && outcome == FuzzOutcome.Accepted
                ?
                [
                    .. compilation
                        .GetDiagnostics()
                        .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning),
                ]
                : [];
        return warnings.Length == 0
            ? outcome
            : throw new FindingException($"The bindings do not compile without warnings: {warnings[0]}");
    }

    private static void CheckSyntax(IEnumerable<SyntaxTree> trees)
    {
        foreach (Diagnostic diagnostic in trees.SelectMany(tree => tree.GetDiagnostics()))
        {
            throw new FindingException($"The bindings are not valid C#: {diagnostic}");
        }
    }

    private static FuzzOutcome GetOutcome(ImmutableArray<Diagnostic> diagnostics, int sources)
    {
        if (diagnostics.FirstOrDefault(diagnostic => diagnostic.Id == "QMPGEN099") is { } failure)
        {
            throw new FindingException($"The generator failed: {failure}");
        }

        bool isRejected = diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return isRejected ? FuzzOutcome.Rejected
            : sources > 0 ? FuzzOutcome.Accepted
            : throw new FindingException("The generator neither reported an error nor generated source.");
    }
}
