using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using QmpGen.CodeGeneration;

namespace QmpGen.Generator.Tests;

/// <summary>Runs the generator as the compiler does, in memory; and each time once more, after an edit of C#.</summary>
internal static class Generation
{
    private static readonly ImmutableArray<MetadataReference> s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Append(typeof(QmpReader).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.CSharp14, DocumentationMode.Diagnose);

    /// <summary>Runs the generator on schema files and compiles what comes out, with every warning that the compiler
    /// has.</summary>
    public static GenerationResult Run(params InMemorySchema[] schemas) => Run("", schemas);

    /// <summary>The same, beside a user's code.</summary>
    public static GenerationResult Run(string code, params InMemorySchema[] schemas) => Run(Compilation(code), schemas);

    /// <summary>The same, in a project with options of its own.</summary>
    public static GenerationResult Run(CSharpCompilation compilation, params InMemorySchema[] schemas)
    {
        GeneratorDriver driver = Driver(schemas)
            .RunGeneratorsAndUpdateCompilation(
                compilation,
                out Compilation output,
                out ImmutableArray<Diagnostic> reported
            );
        SecondRun.Check(driver, compilation);
        return new GenerationResult(
            (CSharpCompilation)output,
            [.. output.SyntaxTrees.Skip(compilation.SyntaxTrees.Length)],
            reported
        );
    }

    public static GeneratorDriver Driver(params InMemorySchema[] schemas) =>
        CSharpGeneratorDriver.Create(
            [new QmpSchemaGenerator().AsSourceGenerator()],
            schemas,
            ParseOptions,
            new InMemoryOptions(),
            new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true)
        );

    public static CSharpCompilation Compilation(string code) =>
        CSharpCompilation.Create(
            "Bindings",
            code.Length == 0 ? [] : [CSharpSyntaxTree.ParseText(code, ParseOptions, "user.cs")],
            s_references,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                warningLevel: 9999,
                nullableContextOptions: NullableContextOptions.Enable,
                allowUnsafe: false
            )
        );
}

/// <summary>What came out of a run.</summary>
internal sealed record GenerationResult(
    CSharpCompilation Compilation,
    IReadOnlyList<SyntaxTree> Trees,
    ImmutableArray<Diagnostic> Reported
)
{
    /// <summary>Errors and warnings of the compiler in the whole project.</summary>
    public IReadOnlyList<string> Complaints =>
        [
            .. Compilation
                .GetDiagnostics()
                .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)
                .Select(Describe),
        ];

    /// <summary>Errors and warnings of the generator, as a build prints them.</summary>
    public IReadOnlyList<string> Messages => [.. Reported.Select(Describe)];

    public INamedTypeSymbol? Find(string name) => Compilation.GetTypeByMetadataName($"Qemu.{name}");

    /// <summary>The types of the bindings' namespace.</summary>
    public IReadOnlyList<INamedTypeSymbol> Types =>
        [
            .. Compilation
                .GetSymbolsWithName(_ => true, SymbolFilter.Type)
                .OfType<INamedTypeSymbol>()
                .Where(type => type.ContainingType is null),
        ];

    private static string Describe(Diagnostic diagnostic) => diagnostic.ToString();
}
