using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using QmpGen.Generator;
using QmpGen.Generator.Tests;

namespace QmpGen.Fuzz.Targets.Schemas;

/// <summary>A project in which the generator runs as in the compiler, with all warnings.</summary>
internal static class BindingsProject
{
    private static readonly CSharpCompilation s_project = CSharpCompilation.Create(
        "Bindings",
        [],
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Append(typeof(QmpClient).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path)),
        new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            warningLevel: 9999,
            nullableContextOptions: NullableContextOptions.Enable
        )
    );

    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.CSharp14, DocumentationMode.Diagnose);

    /// <summary>Runs the generator.</summary>
    /// <returns>The result, and the project with the generated sources.</returns>
    public static (GeneratorRunResult Run, Compilation Compilation) Run(InMemorySchema schema)
    {
        GeneratorDriver driver = CSharpGeneratorDriver
            .Create([new QmpSchemaGenerator().AsSourceGenerator()], [schema], ParseOptions, new InMemoryOptions())
            .RunGeneratorsAndUpdateCompilation(
                s_project,
                out Compilation compilation,
                out ImmutableArray<Diagnostic> _
            );
        return (driver.GetRunResult().Results.Single(), compilation);
    }
}
