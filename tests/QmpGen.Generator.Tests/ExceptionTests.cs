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

/// <summary>Tests that the generator does not throw for any content of its files.</summary>
public sealed class ExceptionTests
{
    private static readonly string s_schema = Schemas.Create(
        """
        {"name": "go", "meta-type": "command", "arg-type": "1", "ret-type": "[e]", "allow-oob": true,
         "features": ["deprecated"]}
        """,
        """{"name": "GONE", "meta-type": "event", "arg-type": "u"}""",
        """
        {"name": "1", "meta-type": "object",
         "members": [{"name": "a", "type": "a", "default": null, "features": ["unstable"]}, {"name": "u", "type": "u"}]}
        """,
        """{"name": "[e]", "meta-type": "array", "element-type": "e"}""",
        """{"name": "e", "meta-type": "enum", "members": [{"name": "on"}, {"name": "off"}], "values": ["on", "off"]}""",
        """
        {"name": "a", "meta-type": "alternate",
         "members": [{"type": "1"}, {"type": "[e]"}, {"type": "e"}, {"type": "int"}, {"type": "null"}]}
        """,
        """
        {"name": "u", "meta-type": "object", "tag": "kind", "members": [{"name": "kind", "type": "e"}],
         "variants": [{"case": "on", "type": "1"}, {"case": "off", "type": "0"}]}
        """
    );

    private static readonly UnitHeader s_header = new("Qemu", "QemuClient", "internal");

    private static readonly SchemaInput s_input = CreateInput(s_schema);

    [Fact]
    public void Schema_WithAnyValueReplaced_DoesNotFail()
    {
        int count = 0;
        foreach (
            string text in ReplaceValues(s_schema, "null", "5", "\"x\"", "\"e\"", "\"go\"", "[]", "{}", "[{}]", "true")
        )
        {
            Result<EquatableArray<UnitModel>> result = Compile(CreateInput(text));

            AssertNoInternalError(result.Problems, text);
            Assert.All(result.Value, unit => Assert.NotNull(SourcePrinter.Print(unit, CancellationToken.None)));
            count++;
        }

        Assert.True(count > 800, $"Only {count} texts were tried.");
    }

    [Fact]
    public void NamesFile_WithAnyValueReplaced_DoesNotFail()
    {
        const string Catalogue = """
            {"releases": ["1.0", "2.0"],
             "commands": {"go": {"since": "1.5", "arguments": "q_empty", "returns": ["X in 1.0", "[[Y]] in ..2.0"],
                                 "success-response": false}},
             "events": {"GONE": {"in": "1.0..", "arguments": "X"}},
             "types": {"X": {"members": {"a": "uint8 since 1.0"}, "cases": {"on": "Y"}},
                       "Y": [{"values": {"a": ""}}, {"kinds": {"int": "size"}}]}}
            """;

        foreach (
            string text in ReplaceValues(
                Catalogue,
                "null",
                "5",
                "\"\"",
                "\"[\"",
                "\"in\"",
                "\"X in 2.0..1.0,,\"",
                "[]",
                "{}",
                "[[]]"
            )
        )
        {
            NamesFile names = ReadNames(text, CancellationToken.None);
            Result<EquatableArray<UnitModel>> result = Compile(s_input with { Names = [names] });

            AssertNoInternalError([.. names.Problems, .. result.Problems], text);
            Assert.Equal(names.Catalogue is null ? 1 : 0, names.Problems.Count);
        }
    }

    [Fact]
    public void Compiler_OnUnexpectedException_ReportsInternalError()
    {
        Result<EquatableArray<UnitModel>> result = Compile(s_input with { Names = [null!] });

        Assert.Empty(result.Value);
        Problem problem = Assert.Single(result.Problems);
        Assert.Equal(DiagnosticRules.InternalError, problem.Rule);
        Assert.Equal("schema.json:1:1", problem.Location.ToString());
        Assert.StartsWith("NullReferenceException: ", problem.Arguments[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Unit_ThatCannotBePrinted_IsReportedAndKeepsOthers()
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            new PrintingGenerator(new UnitModel("../a.g.cs", s_header, []), new UnitModel("b.g.cs", s_header, []))
        );

        GeneratorRunResult run = driver.RunGenerators(Generation.Compilation("")).GetRunResult().Results.Single();

        Diagnostic diagnostic = Assert.Single(run.Diagnostics);
        Assert.Equal("QMPGEN099", diagnostic.Id);
        Assert.Equal("../a.g.cs", diagnostic.Location.GetLineSpan().Path);
        Assert.Equal(["b.g.cs"], run.GeneratedSources.Select(source => source.HintName));
    }

    [Fact]
    public void Run_WhenCanceled_Throws()
    {
        CancellationToken canceled = new(canceled: true);

        Assert.Throws<OperationCanceledException>(() => BindingsCompiler.Compile(s_input, null, canceled));
        Assert.Throws<OperationCanceledException>(() => ReadNames("{}", canceled));
    }

    private static Result<EquatableArray<UnitModel>> Compile(SchemaInput input) =>
        BindingsCompiler.Compile(input, null, CancellationToken.None);

    private static SchemaInput CreateInput(string text) =>
        SchemaInput
            .Resolve(
                [.. ItemFile.Read(InMemorySchema.FromText(text), new InMemoryOptions(), CancellationToken.None)],
                []
            )
            .Single();

    private static NamesFile ReadNames(string text, CancellationToken cancellationToken) =>
        NamesFile.Read(new ItemFile(ItemKinds.Names, "names.json", text), cancellationToken);

    /// <summary>Replaces each value of a JSON text with each of the others.</summary>
    private static IEnumerable<string> ReplaceValues(string json, params string[] others)
    {
        JsonNode root = JsonScanner.ReadAll(new SourceFile("x.json", json), CancellationToken.None)[0];
        return Descendants(root)
            .SelectMany(node => others.Select(other => json[..node.Span.Start] + other + json[node.Span.End..]));
    }

    private static IEnumerable<JsonNode> Descendants(JsonNode node) =>
        node
            .Items.Concat(node.Members.Select(member => member.Value))
            .SelectMany(inner => Descendants(inner).Prepend(inner));

    private static void AssertNoInternalError(IEnumerable<Problem> problems, string text) =>
        Assert.All(
            problems,
            problem => Assert.True(problem.Rule != DiagnosticRules.InternalError, $"{problem.Message}\n{text}")
        );

    /// <summary>Prints units as the generator does.</summary>
    private sealed class PrintingGenerator(params UnitModel[] units) : IIncrementalGenerator
    {
        public void Initialize(IncrementalGeneratorInitializationContext context) =>
            context.RegisterSourceOutput(
                context.ParseOptionsProvider.SelectMany((_, _) => units),
                QmpSchemaGenerator.Print
            );
    }
}
