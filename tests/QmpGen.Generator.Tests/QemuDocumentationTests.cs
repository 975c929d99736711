using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Xunit;
using Xunit.Abstractions;

namespace QmpGen.Generator.Tests;

/// <summary>Whole schemas with the documentation that is in QEMU's source, of their own release and of a neighbour,
/// where that is here; one by hand always is.</summary>
public sealed class QemuDocumentationTests(ITestOutputHelper output)
{
    private const string ByHand = "by hand";

    private static readonly Regex s_since = new(@" Since QEMU [0-9.]+\d\.");

    /// <summary>A dump, the release and the part of QEMU's source, and how many of a hundred commands, members and
    /// standalone types have QEMU's own text at least.</summary>
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

    public static TheoryData<string> Here =>
        [
            .. s_schemas
                .Where(schema => schema.Release == ByHand || QemuSource.FolderOf(schema.Release) is not null)
                .Select(schema => schema.Dump),
        ];

    [Theory]
    [MemberData(nameof(Here))]
    public void Bindings_have_QEMUs_text_lose_nothing_by_it_and_compile_without_a_warning(string dump)
    {
        (_, string release, string part, int commands, int members, int types) = s_schemas.Single(schema =>
            schema.Dump == dump
        );
        bool isByHand = release == ByHand;
        string text = isByHand ? DocumentationTests.Schema : Dumps.Read(dump);
        string folder = isByHand
            ? Documentation.Folder
            : Path.Combine(QemuSource.FolderOf(release)!, part) + Path.DirectorySeparatorChar;

        GenerationResult plain = Generation.Run(InMemorySchema.Of(text, ("Accessibility", "public")));
        GenerationResult result = Generation.Run([
            InMemorySchema.Of(text, ("Accessibility", "public"), ("Docs", folder)),
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
        ILookup<string, bool> told = result
            .Types.SelectMany(Documentation.VisibleIn)
            .ToLookup(
                symbol => KindOf(symbol, known[IdOf(symbol)]),
                symbol => SummaryOf(symbol) != known[IdOf(symbol)]
            );
        output.WriteLine(
            string.Join(
                ", ",
                told.Where(kind => kind.Key.Length > 0)
                    .Select(kind => $"{kind.Count(isTold => isTold)} of {kind.Count()} {kind.Key}")
            )
        );
        Expect("commands", commands);
        Expect("events", 100);
        Expect("members", members);
        Expect("types", types);

        void Expect(string kind, int percent) =>
            Assert.True(
                told[kind].Count(isTold => isTold) * 100 >= percent * told[kind].Count(),
                $"Less than {percent} % of the {kind} have QEMU's text."
            );
    }

    private static string IdOf(ISymbol symbol) => symbol.GetDocumentationCommentId() ?? symbol.ToDisplayString();

    /// <summary>A summary without the version, which the source may know and the catalogue not.</summary>
    private static string SummaryOf(ISymbol symbol) => s_since.Replace(Documentation.SummaryOf(symbol), "");

    private static string KindOf(ISymbol symbol, string known) =>
        symbol switch
        {
            INamedTypeSymbol command when command.AllInterfaces.Any(type => type.Name == nameof(IQmpCommand)) =>
                "commands",
            INamedTypeSymbol { BaseType.Name: nameof(QmpEvent) } => "events",
            INamedTypeSymbol { ContainingType: not null } => "branches",
            INamedTypeSymbol { IsStatic: true } or INamedTypeSymbol { BaseType.Name: nameof(QmpClient) } => "",
            INamedTypeSymbol => "types",
            IFieldSymbol => "values",
            IPropertySymbol when known.StartsWith("<c>", StringComparison.Ordinal) => "members",
            _ => "",
        };
}
