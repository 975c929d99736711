using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace QmpGen.Generator.Tests;

/// <summary>Tests properties that the bindings of all real schemas must have.</summary>
public sealed partial class WholeSchemaTests
{
    public static TheoryData<string> All => Dumps.All;

    public static TheoryData<string> Extremes => Dumps.Extremes;

    [Theory]
    [MemberData(nameof(Extremes))]
    public async Task Bindings_UnderStrictestSettings_CompileWithoutWarning(string dump)
    {
        GenerationResult result = Generation.Run(
            "[assembly: System.Reflection.AssemblyVersion(\"1.0\")]",
            InMemorySchema.FromText(Dumps.Read(dump))
        );

        Assert.Equal([], result.Messages);
        Assert.Equal([], await StrictAnalyzers.ComplaintsAsync(result.Compilation));
    }

    // Generated code disables these warnings to save build time, so this test enables them.
    [Theory]
    [MemberData(nameof(Extremes))]
    public void Bindings_WithNullableWarnings_CompileWithoutWarning(string dump)
    {
        CSharpCompilation compilation = Generation
            .Run(InMemorySchema.FromText(Dumps.Read(dump), ("Directions", "both")))
            .Compilation;
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            string text = tree.ToString();
            Assert.Contains("#nullable disable warnings", text, StringComparison.Ordinal);
            compilation = compilation.ReplaceSyntaxTree(
                tree,
                CSharpSyntaxTree.ParseText(
                    text.Replace(
                        "#nullable disable warnings",
                        "#nullable enable warnings\n#pragma warning disable CS8618 //",
                        StringComparison.Ordinal
                    ),
                    Generation.ParseOptions,
                    tree.FilePath
                )
            );
        }

        Assert.Equal(
            [],
            compilation
                .GetDiagnostics()
                .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)
                .Select(diagnostic => diagnostic.ToString())
        );
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Bindings_ForBothDirections_CompileWithoutWarning(string dump)
    {
        GenerationResult result = Generation.Run(
            InMemorySchema.FromText(Dumps.Read(dump), ("Directions", "both"), ("Accessibility", "public"))
        );

        Assert.Equal([], result.Messages);
        Assert.Equal([], result.Complaints);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Summary_WithoutQemuSource_DoesNotRepeatNameOrType(string dump)
    {
        GenerationResult result = Generation.Run(
            InMemorySchema.FromText(Dumps.Read(dump), ("Accessibility", "public"))
        );

        IEnumerable<string> summaries = result
            .Types.Where(type => type.BaseType?.Name != nameof(QmpClient))
            .SelectMany(Documentation.VisibleIn)
            .Where(symbol => symbol is not IMethodSymbol and not { Name: "IsKnown" or "UnknownBranch" or "Json" })
            .Select(Documentation.SummaryOf)
            .Where(summary => summary.Length > 0);
        Assert.All(summaries, summary => Assert.Matches(SummaryPattern(), summary));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void CommandsAndEvents_OfRealSchema_HaveRecordsAndMethods(string dump)
    {
        LoadedBindings bindings = new(Generation.Run(InMemorySchema.FromText(Dumps.Read(dump))));
        JsonElement[] entities = [.. JsonDocument.Parse(Dumps.Read(dump)).RootElement.EnumerateArray()];
        ILookup<string, JsonElement> byKind = entities.ToLookup(entity => entity.GetProperty("meta-type").GetString()!);

        Assert.Equal(
            byKind["command"].Select(Describe).Order(StringComparer.Ordinal),
            bindings.Commands.Select(Describe).Order(StringComparer.Ordinal)
        );
        Assert.Equal(
            byKind["event"].Select(NameOf).Order(StringComparer.Ordinal),
            bindings
                .Events.Select(type => LoadedBindings.Static<string>(type, "WireName"))
                .Order(StringComparer.Ordinal)
        );

        // A command that allows out-of-band has a second overload, and one with optional members another of each.
        int outOfBand = byKind["command"].Count(AllowsOob);
        MethodInfo[] methods = bindings.Client.GetMethods(
            BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly
        );
        int records = methods.Count(method => method.GetParameters() is [{ Name: "command" }, ..]);
        Assert.Equal(byKind["command"].Count() + outOfBand + records, methods.Length);
        Assert.Equal(byKind["command"].Count(), methods.Select(method => method.Name).Distinct().Count());
        Assert.Equal(outOfBand, bindings.Commands.Count(type => type.IsAssignableTo(typeof(IQmpOutOfBandCommand))));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Generator_RunTwice_CreatesSameFiles(string dump)
    {
        string[] first = Files(dump);

        Assert.Equal(first, Files(dump));

        static string[] Files(string dump) =>
            [
                .. Generation
                    .Run(InMemorySchema.FromText(Dumps.Read(dump)))
                    .Trees.Select(tree => tree.FilePath + "\n" + tree),
            ];
    }

    [Fact]
    public void Files_OfSystemEmulator_AreFewAndShort()
    {
        IReadOnlyList<SyntaxTree> files = Generation.Run(InMemorySchema.FromText(Dumps.Read("qemu-11.1.json"))).Trees;

        Assert.InRange(files.Count, 20, 90);
        Assert.All(files, file => Assert.InRange(Path.GetFileName(file.FilePath).Length, 1, 60));
        Assert.All(files, file => Assert.InRange(file.GetText().Lines.Count, 20, 1_300));
        Assert.InRange(files.Sum(file => file.ToString().Length), 800_000, 1_500_000);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void File_OfType_DoesNotDependOnOtherTypes(string dump)
    {
        Dictionary<string, string> some = Files(("Commands", "query-* *-b*"), ("Events", "*_C*"));

        Dictionary<string, string> all = Files();
        Assert.NotEmpty(some);
        Assert.All(some, type => Assert.Equal(all[type.Key], type.Value));

        Dictionary<string, string> Files(params (string, string)[] options) =>
            Generation
                .Run(InMemorySchema.FromText(Dumps.Read(dump), options))
                .Types.ToDictionary(
                    type => type.Name,
                    type => Path.GetFileName(type.DeclaringSyntaxReferences[0].SyntaxTree.FilePath)
                );
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Schema_InReverseOrder_GivesSameNames(string dump)
    {
        JsonElement[] entities = [.. JsonDocument.Parse(Dumps.Read(dump)).RootElement.EnumerateArray()];
        string reversed = $"[{string.Join(",\n", entities.Reverse().Select(entity => entity.GetRawText()))}]";

        Assert.Equal(Names(Dumps.Read(dump)), Names(reversed));

        static IEnumerable<string> Names(string schema) =>
            Generation
                .Run(InMemorySchema.FromText(schema))
                .Types.Select(type => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat))
                .Order(StringComparer.Ordinal);
    }

    private static string Describe(JsonElement command) =>
        $"{NameOf(command)} {AllowsOob(command)} {string.Join(',', command.TryGetProperty("features", out JsonElement features) ? features.EnumerateArray() : [])}";

    private static string Describe(Type command) =>
        $"{LoadedBindings.Static<string>(command, "WireName")} {LoadedBindings.Static<bool>(command, "AllowOob")} "
        + string.Join(',', LoadedBindings.Static<IReadOnlyList<string>>(command, "Features"));

    private static string NameOf(JsonElement entity) => entity.GetProperty("name").GetString()!;

    private static bool AllowsOob(JsonElement command) =>
        command.TryGetProperty("allow-oob", out JsonElement allow) && allow.GetBoolean();

    [GeneratedRegex(
        @"^(Optional\. )?(Base64 text( if [^.]+)?: <c>Convert\.[^<]+</c>\. ?)?(QMP name: <c>[^<]+</c>\. ?)?(Since QEMU [0-9.]+\d\. ?)?"
            + @"(The command has a response only if it fails: [^.]+\. ?)?(The result is base64 text [^.]+\.[^.]+\. ?)?(Features: (<c>[^<]+</c>(, )?)+\.)?$"
    )]
    private static partial Regex SummaryPattern();
}
