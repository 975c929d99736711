using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Xunit;
using Xunit.Abstractions;

namespace QmpGen.Generator.Tests;

/// <summary>Tests whole schemas with the documentation in QEMU's source, if that source is available.</summary>
public sealed class QemuDocumentationTests(ITestOutputHelper output)
{
    private const string ByHand = "by hand";

    private static readonly Regex s_since = new(@"(?:Optional\. ?)?Since QEMU [0-9.]+\d\. ?|Optional\. ?");

    /// <summary>Dumps with their source and the percentage of entities that must have QEMU's text.</summary>
    private static readonly (
        string Dump,
        string Release,
        string Part,
        int Commands,
        int Members,
        int Types
    )[] s_schemas =
    [
        (ByHand, ByHand, "", 100, 88, 66),
        ("qemu-5.2.json", "5.2", "qapi", 98, 94, 83),
        ("qemu-7.2.json", "7.2", "qapi", 98, 93, 83),
        ("qemu-10.0.json", "10.0", "qapi", 98, 98, 83),
        ("qemu-11.1.json", "10.2", "qapi", 98, 93, 80),
        ("qga-7.2.json", "7.2", "qga", 95, 77, 40),
        ("qga-10.0.json", "10.0", "qga", 95, 87, 40),
        ("qemu-storage-daemon-7.2.json", "7.2", "", 98, 93, 75),
    ];

    public static TheoryData<string> Available =>
        [
            .. s_schemas
                .Where(schema => schema.Release == ByHand || QemuSource.FolderOf(schema.Release) is not null)
                .Select(schema => schema.Dump),
        ];

    [Theory]
    [MemberData(nameof(Available))]
    public void Schema_WithQemuSource_HasItsTextAndCompilesWithoutWarning(string dump)
    {
        (_, string release, string part, int commands, int members, int types) = s_schemas.Single(schema =>
            schema.Dump == dump
        );
        bool isByHand = release == ByHand;
        string text = isByHand ? DocumentationTests.Schema : Dumps.Read(dump);
        string folder = isByHand
            ? Documentation.Folder
            : Path.Combine(QemuSource.FolderOf(release)!, part) + Path.DirectorySeparatorChar;

        GenerationResult plain = Generation.Run(InMemorySchema.FromText(text, ("Accessibility", "public")));
        GenerationResult result = Generation.Run([
            InMemorySchema.FromText(text, ("Accessibility", "public"), ("Docs", folder)),
            .. isByHand ? [Documentation.Source(DocumentationTests.Source)] : QemuSource.Read(folder),
        ]);

        Assert.Equal([], result.Messages);
        Assert.Equal([], result.Complaints);
        Dictionary<string, string> known = plain
            .Types.SelectMany(Documentation.VisibleIn)
            .ToDictionary(IdOf, SummaryOf);
        Assert.All(
            result.Types.SelectMany(Documentation.VisibleIn),
            symbol => Assert.Contains(known[IdOf(symbol)], SummaryOf(symbol), StringComparison.Ordinal)
        );
        ILookup<string, bool> documented = result
            .Types.SelectMany(Documentation.VisibleIn)
            .ToLookup(KindOf, symbol => SummaryOf(symbol) != known[IdOf(symbol)]);
        output.WriteLine(
            string.Join(
                ", ",
                documented
                    .Where(kind => kind.Key.Length > 0)
                    .Select(kind => $"{kind.Count(isDocumented => isDocumented)} of {kind.Count()} {kind.Key}")
            )
        );
        AssertShare("commands", commands);
        AssertShare("events", 100);
        AssertShare("members", members);
        AssertShare("types", types);

        void AssertShare(string kind, int percent) =>
            Assert.True(
                documented[kind].Count(isDocumented => isDocumented) * 100 >= percent * documented[kind].Count(),
                $"Less than {percent} % of the {kind} have QEMU's text."
            );
    }

    private static string IdOf(ISymbol symbol) => symbol.GetDocumentationCommentId() ?? symbol.ToDisplayString();

    /// <summary>Gets a summary without the version, which only the source may know.</summary>
    private static string SummaryOf(ISymbol symbol) => s_since.Replace(Documentation.SummaryOf(symbol), "").Trim();

    private static string KindOf(ISymbol symbol) =>
        symbol switch
        {
            INamedTypeSymbol command when command.AllInterfaces.Any(type => type.Name == nameof(IQmpCommand)) =>
                "commands",
            INamedTypeSymbol { BaseType.Name: nameof(QmpEvent) } => "events",
            INamedTypeSymbol { ContainingType: not null } => "branches",
            INamedTypeSymbol { IsStatic: true } or INamedTypeSymbol { BaseType.Name: nameof(QmpClient) } => "",
            INamedTypeSymbol => "types",
            IFieldSymbol => "values",
            IPropertySymbol
            {
                IsStatic: false,
                Name: not ("Json" or "Value" or "Arguments"),
                ContainingType.IsExtension: false
            } => "members",
            _ => "",
        };
}
