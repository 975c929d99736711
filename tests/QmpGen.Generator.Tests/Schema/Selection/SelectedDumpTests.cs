using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Xunit;

namespace QmpGen.Generator.Tests.Schema.Selection;

/// <summary>Selections of real dumps.</summary>
public sealed class SelectedDumpTests
{
    public static TheoryData<string> All => Dumps.All;

    [Theory]
    [MemberData(nameof(All))]
    public void Selection_OfRealDump_HasOnlyRequiredTypesWithSameNames(string dump)
    {
        string text = Dumps.Read(dump);
        GenerationResult whole = Generation.Run(InMemorySchema.FromText(text));
        GenerationResult part = Generation.Run(InMemorySchema.FromText(text, SelectPart(text)));

        Assert.Equal([], part.Messages);
        Assert.Equal([], part.Complaints);
        Assert.Equal([], Declared(part).Except(Declared(whole)));
        Assert.InRange(part.Types.Count(IsCommand), 15, 25);
        Assert.True(part.Types.Count < whole.Types.Count * 2 / 3, $"{part.Types.Count} of {whole.Types.Count} types");
        Assert.Equal(
            part.Types.Select(type => type.Name).Order(StringComparer.Ordinal),
            new ReachableTypes(part).Names.Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Selection_OfReversedSchema_IsTheSame(string dump)
    {
        string text = Dumps.Read(dump);
        string reversed =
            $"[{string.Join(",\n", JsonDocument.Parse(text).RootElement.EnumerateArray().Reverse().Select(entity => entity.GetRawText()))}]";

        Assert.Equal(
            Declared(Generation.Run(InMemorySchema.FromText(text, SelectPart(text)))),
            Declared(Generation.Run(InMemorySchema.FromText(reversed, SelectPart(text))))
        );
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Selection_OfEverything_ChangesNothing(string dump)
    {
        string text = Dumps.Read(dump);

        Assert.Equal(Files(), Files(("Commands", "*"), ("Select", "qemu.select")));

        IEnumerable<string> Files(params (string, string)[] metadata) =>
            Generation
                .Run(
                    InMemorySchema.FromText(text, metadata),
                    new InMemorySchema("qemu.select", "*", ("Kind", "select"))
                )
                .Trees.Select(tree => tree.FilePath + "\n" + tree);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Without_OnRealDump_ExcludesAllObsoleteAndExperimentalParts(string dump)
    {
        string text = Dumps.Read(dump);
        GenerationResult whole = Generation.Run(InMemorySchema.FromText(text));
        GenerationResult part = Generation.Run(InMemorySchema.FromText(text, ("Without", "unstable deprecated")));

        Assert.Equal([], part.Messages);
        Assert.Equal([], part.Complaints);
        Assert.Equal([], Declared(part).Except(Declared(whole)));
        Assert.Equal(
            part.Types.Select(type => type.Name).Order(StringComparer.Ordinal),
            new ReachableTypes(part).Names.Order(StringComparer.Ordinal)
        );
        Assert.All(
            ["[global::System.Obsolete(", "[global::System.Diagnostics.CodeAnalysis.Experimental("],
            mark => Assert.DoesNotContain(mark, string.Concat(part.Trees), StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Examples_OnOptionsPage_MatchRealDumps()
    {
        string page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "options.md"));
        InMemorySchema file = new("qemu.select", Fences("")[0], ("Kind", "select"));
        XElement[] items =
        [
            .. Fences("xml")
                .SelectMany(fence => XElement.Parse($"<Project>{fence}</Project>").Descendants("QmpSchema")),
            new("QmpSchema", new XAttribute("Select", file.Path)),
        ];

        Assert.True(items.Length >= 5);
        Assert.All(
            items,
            item =>
            {
                GenerationResult result = Generation.Run(
                    InMemorySchema.FromText(Dumps.Read(DumpOf(item)), [.. Metadata(item)]),
                    file
                );
                Assert.Equal([], result.Messages);
                Assert.Contains(result.Types, IsCommand);
            }
        );

        string[] Fences(string language) =>
            [
                .. Regex
                    .Matches(page, $"^```{language}\n([^`]+)^```$", RegexOptions.Multiline)
                    .Select(match => match.Groups[1].Value),
            ];

        static string DumpOf(XElement item) =>
            item.Attribute("Include")?.Value is { } include && include != "qemu.json" ? include : "qemu-11.1.json";

        static IEnumerable<(string, string)> Metadata(XElement item) =>
            item.Elements()
                .Select(element => (element.Name.LocalName, element.Value))
                .Concat(
                    item.Attributes()
                        .Where(attribute => attribute.Name != "Namespace")
                        .Select(attribute => (attribute.Name.LocalName, attribute.Value))
                );
    }

    /// <summary>Selects about 20 commands and a third of the events of a dump.</summary>
    private static (string, string)[] SelectPart(string dump)
    {
        JsonElement[] entities = [.. JsonDocument.Parse(dump).RootElement.EnumerateArray()];
        string[] commands = NamesOf("command");
        string[] events = NamesOf("event");
        return
        [
            ("Commands", string.Join(' ', commands.Where((_, i) => i % (commands.Length / 20) == 0).Take(20))),
            ("Events", string.Join(' ', events.Where((_, i) => i % 3 == 0))),
        ];

        string[] NamesOf(string kind) =>
            [
                .. entities
                    .Where(entity => entity.GetProperty("meta-type").GetString() == kind)
                    .Select(entity => entity.GetProperty("name").GetString()!)
                    .Order(StringComparer.Ordinal),
            ];
    }

    /// <summary>Lists all types with their properties, constants and methods.</summary>
    private static IEnumerable<string> Declared(GenerationResult result)
    {
        return result.Types.SelectMany(Of).Order(StringComparer.Ordinal);

        static IEnumerable<string> Of(INamedTypeSymbol type) =>
            [
                $"{type.TypeKind} {type.ToDisplayString()}",
                .. type.GetMembers()
                    .OfType<IPropertySymbol>()
                    .Where(property => !property.IsImplicitlyDeclared)
                    .Select(property => $"{property.Type.ToDisplayString()} {property.ToDisplayString()}"),
                .. type.TypeKind == TypeKind.Enum
                    ? type.GetMembers().OfType<IFieldSymbol>().Select(field => field.ToDisplayString())
                    : [],
                .. type.Name == "QemuClient"
                    ? type.GetMembers().OfType<IMethodSymbol>().Where(IsCall).Select(method => method.ToDisplayString())
                    : [],
                .. type.GetTypeMembers().SelectMany(Of),
            ];

        static bool IsCall(IMethodSymbol method) => method is { IsStatic: false, MethodKind: MethodKind.Ordinary };
    }

    private static bool IsCommand(INamedTypeSymbol type) => type.AllInterfaces.Any(face => face.Name == "IQmpCommand");

    /// <summary>The types that commands and events use, found by C# symbols.</summary>
    private sealed class ReachableTypes
    {
        private readonly HashSet<INamedTypeSymbol> _met = new(SymbolEqualityComparer.Default);
        private readonly GenerationResult _result;

        public ReachableTypes(GenerationResult result)
        {
            _result = result;
            Add(result.Find("QemuClient")!);
            foreach (
                INamedTypeSymbol root in result.Types.Where(type =>
                    IsCommand(type) || type.BaseType?.Name == "QmpEvent"
                )
            )
            {
                Add(root);
            }
        }

        public IEnumerable<string> Names =>
            _met.Where(type => type.ContainingType is null && type.ContainingNamespace.Name == "Qemu")
                .Select(type => type.Name);

        private void Add(ITypeSymbol symbol)
        {
            if (
                symbol is not INamedTypeSymbol type
                || (type.IsGenericType ? !AddArguments(type) : type.ContainingNamespace.Name != "Qemu")
                || !_met.Add(type)
            )
            {
                return;
            }

            if (type.TypeKind == TypeKind.Enum)
            {
                _met.Add(_result.Find(type.Name + "Extensions")!);
            }

            foreach (
                ITypeSymbol used in type.GetMembers()
                    .OfType<IPropertySymbol>()
                    .Select(property => property.Type)
                    .Concat(type.Interfaces)
                    .Concat(type.GetTypeMembers())
            )
            {
                Add(used);
            }
        }

        private bool AddArguments(INamedTypeSymbol type)
        {
            foreach (ITypeSymbol argument in type.TypeArguments)
            {
                Add(argument);
            }

            return false;
        }
    }
}
