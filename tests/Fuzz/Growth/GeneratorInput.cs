using Microsoft.CodeAnalysis;
using QmpGen.Generator;
using QmpGen.Generator.Collections;
using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Emission;
using QmpGen.Generator.Input;
using QmpGen.Generator.Model;
using QmpGen.Generator.Tests;

namespace QmpGen.Fuzz.Growth;

/// <summary>Creates inputs of the generator.</summary>
internal static class GeneratorInput
{
    private const string Builtins = """
        {"name":"str","meta-type":"builtin","json-type":"string"},
        {"name":"int","meta-type":"builtin","json-type":"int"},
        {"name":"null","meta-type":"builtin","json-type":"null"},
        {"name":"0","meta-type":"object","members":[]},
        {"name":"rest","meta-type":"command","arg-type":"0","ret-type":"0"}
        """;

    /// <summary>Creates a shape of a schema.</summary>
    /// <param name="entities">Creates the entities of a size, beside the builtins and a command <c>rest</c>.</param>
    public static GrowthShape Schema(string name, int size, Func<int, IEnumerable<string>> entities) =>
        new(name, size, n => Create(CreateSchema(entities(n))));

    /// <summary>Creates the text of a schema.</summary>
    public static string CreateSchema(IEnumerable<string> entities) =>
        $"[\n{string.Join(",\n", entities.Prepend(Builtins))}\n]\n";

    /// <summary>Creates an input with a schema and other files.</summary>
    /// <param name="files">The other files.</param>
    /// <param name="metadata">The metadata of the schema's item.</param>
    public static GrowthInput Create(
        string schema,
        IReadOnlyList<InMemorySchema>? files = null,
        params (string Name, string Value)[] metadata
    )
    {
        InMemorySchema[] all = [InMemorySchema.FromText(schema, metadata), .. files ?? []];
        long length = all.Sum(file => file.GetText()!.Length) + metadata.Sum(item => item.Value.Length);
        return new GrowthInput(length, () => Run(all).Sum(text => (long)text.Length));
    }

    /// <summary>Generates the sources without Roslyn's driver.</summary>
    private static IEnumerable<string> Run(InMemorySchema[] all)
    {
        ItemFile[] files =
        [
            .. all.SelectMany(file => ItemFile.Read(file, new InMemoryOptions(), CancellationToken.None)),
        ];
        SharedFile[] shared = [.. files.SelectMany(file => SharedFile.Read(file, CancellationToken.None))];
        SchemaInput input = SchemaInput.Resolve([.. files], [.. shared]).Single();
        Result<EquatableArray<UnitModel>> result = BindingsCompiler.Compile(input, null, CancellationToken.None);
        IEnumerable<Problem> problems = shared.SelectMany(file => file.Problems).Concat(result.Problems);
        foreach (Diagnostic diagnostic in problems.Select(problem => problem.ToDiagnostic()))
        {
            string message = diagnostic.ToString();
            yield return diagnostic.Id == DiagnosticRules.InternalError.Id
                ? throw new FindingException($"The generator failed: {message}")
                : message;
        }

        foreach (UnitModel unit in result.Value)
        {
            yield return SourcePrinter.Print(unit, CancellationToken.None).ToString();
        }
    }
}
