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

/// <summary>
/// The generator and a schema file. The header's words are metadata of the item (<c>both</c>, <c>public</c>,
/// <c>stable</c>, <c>select</c>), and how much is done: with <c>driver</c> it
/// runs as the compiler runs it, with <c>compile</c> what comes out is compiled too.
/// </summary>
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

    public string Summary => "the generator, with schema files";

    public IReadOnlyList<byte[]> Seeds { get; } = [.. SchemaSeeds.All.Select(dump => FuzzInput.Of("", dump))];

    public string NextHeader(string header, Random random) =>
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

    public Outcome Run(byte[] input)
    {
        FuzzInput parts = FuzzInput.Parse(input);
        string[] words = parts.Words;
        InMemorySchema schema = InMemorySchema.Of(
            System.Text.Encoding.UTF8.GetString(parts.Body.Span),
            [.. s_metadata.Where(option => words.Contains(option.Word)).Select(option => (option.Name, option.Value))]
        );
        return words.Contains("compile") ? WithDriver(schema, compiles: true)
            : words.Contains("driver") ? WithDriver(schema, compiles: false)
            : WithoutDriver(schema);
    }

    /// <summary>The way from the text to the sources without Roslyn's part in it.</summary>
    private static Outcome WithoutDriver(InMemorySchema schema)
    {
        SchemaInput input = SchemaInput
            .Resolve([.. ItemFile.Read(schema, new InMemoryOptions(), CancellationToken.None)])
            .Single();
        Result<EquatableArray<UnitModel>> result = BindingsCompiler.Compile(input, null, CancellationToken.None);
        Dictionary<string, string> sources = new(StringComparer.OrdinalIgnoreCase);
        foreach (UnitModel unit in result.Value)
        {
            if (!sources.TryAdd(unit.HintName, SourcePrinter.Print(unit, CancellationToken.None).ToString()))
            {
                throw new FindingException($"Two units are called {unit.HintName}.");
            }
        }

        CheckSyntax(sources.Values.Select(source => CSharpSyntaxTree.ParseText(source, Compiler.ParseOptions)));
        return OutcomeOf([.. result.Problems.Select(problem => problem.ToDiagnostic())], sources.Count);
    }

    private static Outcome WithDriver(InMemorySchema schema, bool compiles)
    {
        (GeneratorRunResult run, Compilation compilation) = Compiler.Run(schema);
        if (run.Exception is { } exception)
        {
            throw new FindingException("The generator threw.", exception);
        }

        CheckSyntax(run.GeneratedSources.Select(source => source.SyntaxTree));
        Outcome outcome = OutcomeOf(run.Diagnostics, run.GeneratedSources.Length);
        Diagnostic[] complaints =
            compiles && outcome == Outcome.Read
                ?
                [
                    .. compilation
                        .GetDiagnostics()
                        .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning),
                ]
                : [];
        return complaints.Length == 0
            ? outcome
            : throw new FindingException($"The bindings do not compile cleanly: {complaints[0]}");
    }

    private static void CheckSyntax(IEnumerable<SyntaxTree> trees)
    {
        foreach (Diagnostic diagnostic in trees.SelectMany(tree => tree.GetDiagnostics()))
        {
            throw new FindingException($"The bindings are no C#: {diagnostic}");
        }
    }

    private static Outcome OutcomeOf(ImmutableArray<Diagnostic> diagnostics, int sources)
    {
        if (diagnostics.FirstOrDefault(diagnostic => diagnostic.Id == "QMPGEN099") is { } fault)
        {
            throw new FindingException($"The generator failed: {fault}");
        }

        bool isRefused = diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return isRefused ? Outcome.Refused
            : sources > 0 ? Outcome.Read
            : throw new FindingException("There is neither an error nor a source.");
    }
}
