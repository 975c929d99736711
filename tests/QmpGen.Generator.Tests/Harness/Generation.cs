using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using QmpGen.CodeGeneration;

namespace QmpGen.Generator.Tests;

/// <summary>Runs the generator in memory, as the compiler does. Each run is repeated after an edit of C#.</summary>
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

    /// <summary>Generates bindings and compiles them with all warnings of the compiler.</summary>
    public static GenerationResult Run(params InMemorySchema[] schemas) => Run("", schemas);

    /// <summary>Generates bindings and compiles them with a user's code.</summary>
    public static GenerationResult Run(string code, params InMemorySchema[] schemas) => Run(Compilation(code), schemas);

    /// <summary>Generates bindings in a project with other options.</summary>
    public static GenerationResult Run(CSharpCompilation compilation, params InMemorySchema[] schemas) =>
        Run(Driver(schemas), compilation);

    /// <summary>Generates bindings in a project with another C# version.</summary>
    public static GenerationResult Run(LanguageVersion version, params InMemorySchema[] schemas) =>
        Run(Driver(schemas).WithUpdatedParseOptions(ParseOptions.WithLanguageVersion(version)), Compilation(""));

    private static GenerationResult Run(GeneratorDriver driver, CSharpCompilation compilation)
    {
        driver = driver.RunGeneratorsAndUpdateCompilation(
            compilation,
            out Compilation output,
            out ImmutableArray<Diagnostic> reported
        );
        CachingVerifier.Verify(driver, compilation);
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

/// <summary>The result of a run.</summary>
internal sealed record GenerationResult(
    CSharpCompilation Compilation,
    IReadOnlyList<SyntaxTree> Trees,
    ImmutableArray<Diagnostic> Reported
)
{
    /// <summary>The errors and warnings of the compiler.</summary>
    public IReadOnlyList<string> Complaints =>
        [
            .. Compilation
                .GetDiagnostics()
                .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)
                .Select(Describe),
        ];

    /// <summary>The diagnostics of the generator, as a build prints them.</summary>
    public IReadOnlyList<string> Messages => [.. Reported.Select(Describe)];

    public INamedTypeSymbol? Find(string name) => Compilation.GetTypeByMetadataName($"Qemu.{name}");

    /// <summary>The top-level types of the bindings.</summary>
    public IReadOnlyList<INamedTypeSymbol> Types =>
        [
            .. Compilation
                .GetSymbolsWithName(_ => true, SymbolFilter.Type)
                .OfType<INamedTypeSymbol>()
                .Where(type => type.ContainingType is null),
        ];

    private static string Describe(Diagnostic diagnostic) => diagnostic.ToString();
}
