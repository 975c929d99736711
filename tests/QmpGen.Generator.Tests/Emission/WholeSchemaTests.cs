using System.Reflection;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace QmpGen.Generator.Tests;

/// <summary>Properties of the bindings of whole real schemas, rather than their text.</summary>
public sealed class WholeSchemaTests
{
    public static TheoryData<string> All => Dumps.All;

    [Theory]
    [MemberData(nameof(All))]
    public async Task Bindings_compile_without_an_error_or_warning_under_the_strictest_settings(string dump)
    {
        GenerationResult result = Generation.Run(
            "[assembly: System.Reflection.AssemblyVersion(\"1.0\")]",
            InMemorySchema.Of(Dumps.Read(dump))
        );

        Assert.Equal([], result.Messages);
        Assert.Equal([], await StrictAnalyzers.ComplaintsAsync(result.Compilation));
    }

    // The compiler is told not to analyse the nullability of generated code in every build of every user: that is done
    // here.
    [Theory]
    [MemberData(nameof(All))]
    public void Nothing_in_the_bindings_is_null_that_must_not_be(string dump)
    {
        CSharpCompilation compilation = Generation
            .Run(InMemorySchema.Of(Dumps.Read(dump), ("Directions", "both")))
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
    public void Bindings_for_both_directions_compile_without_a_warning(string dump)
    {
        GenerationResult result = Generation.Run(
            InMemorySchema.Of(Dumps.Read(dump), ("Directions", "both"), ("Accessibility", "public"))
        );

        Assert.Equal([], result.Messages);
        Assert.Equal([], result.Complaints);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Everything_that_a_user_can_see_is_documented(string dump)
    {
        GenerationResult result = Generation.Run(InMemorySchema.Of(Dumps.Read(dump), ("Accessibility", "public")));

        ISymbol[] visible = [.. result.Types.SelectMany(Documentation.VisibleIn)];
        Assert.True(visible.Length > 300, $"Only {visible.Length} declarations were looked at.");
        Assert.Equal(
            [],
            visible
                .Where(symbol => Documentation.SummaryOf(symbol).Length == 0)
                .Select(symbol => symbol.ToDisplayString())
        );
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Every_command_has_its_record_and_method_and_every_event_its_record(string dump)
    {
        LoadedBindings bindings = new(Generation.Run(InMemorySchema.Of(Dumps.Read(dump))));
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

        // A command that allows out-of-band has one overload more.
        int outOfBand = byKind["command"].Count(AllowsOob);
        MethodInfo[] methods = bindings.Client.GetMethods(
            BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly
        );
        Assert.Equal(byKind["command"].Count() + outOfBand, methods.Length);
        Assert.Equal(byKind["command"].Count(), methods.Select(method => method.Name).Distinct().Count());
        Assert.Equal(outOfBand, bindings.Commands.Count(type => type.IsAssignableTo(typeof(IQmpOutOfBandCommand))));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Two_runs_give_the_same_files(string dump)
    {
        string[] first = Files(dump);

        Assert.Equal(first, Files(dump));

        static string[] Files(string dump) =>
            [.. Generation.Run(InMemorySchema.Of(Dumps.Read(dump))).Trees.Select(tree => tree.FilePath + "\n" + tree)];
    }

    [Fact]
    public void The_bindings_of_a_whole_system_are_neither_one_file_nor_hundreds()
    {
        string[] files =
        [
            .. Generation
                .Run(InMemorySchema.Of(Dumps.Read("qemu-11.1.json")))
                .Trees.Select(tree => Path.GetFileName(tree.FilePath)),
        ];

        Assert.InRange(files.Length, 20, 90);
        Assert.All(files, file => Assert.InRange(file.Length, 1, 60));
    }

    [Fact]
    public void The_bindings_of_a_whole_system_stay_below_the_size_that_every_build_can_bear() =>
        Assert.InRange(
            Generation.Run(InMemorySchema.Of(Dumps.Read("qemu-11.1.json"))).Trees.Sum(tree => tree.ToString().Length),
            1_000_000,
            1_600_000
        );

    [Theory]
    [MemberData(nameof(All))]
    public void A_schema_in_another_order_gives_the_same_names(string dump)
    {
        JsonElement[] entities = [.. JsonDocument.Parse(Dumps.Read(dump)).RootElement.EnumerateArray()];
        string reversed = $"[{string.Join(",\n", entities.Reverse().Select(entity => entity.GetRawText()))}]";

        Assert.Equal(Names(Dumps.Read(dump)), Names(reversed));

        static IEnumerable<string> Names(string schema) =>
            Generation
                .Run(InMemorySchema.Of(schema))
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
}
