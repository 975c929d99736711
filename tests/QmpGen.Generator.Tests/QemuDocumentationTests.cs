using Microsoft.CodeAnalysis;
using Xunit;
using Xunit.Abstractions;

namespace QmpGen.Generator.Tests;

/// <summary>Real schemas with the documentation that is in QEMU's source, of their own release and of a neighbour.</summary>
public sealed class QemuDocumentationTests(ITestOutputHelper output)
{
    /// <summary>At least so many of a hundred commands, events, members and standalone types have QEMU's own text; QEMU leaves many values without one.</summary>
    [QapiTheory]
    [InlineData("qemu-5.2.json", "5.2", "qapi", 98, 100, 94, 83)]
    [InlineData("qemu-7.2.json", "7.2", "qapi", 98, 100, 93, 83)]
    [InlineData("qemu-10.0.json", "10.0", "qapi", 98, 100, 97, 83)]
    [InlineData("qemu-11.1.json", "10.2", "qapi", 98, 100, 93, 80)]
    [InlineData("qga-10.0.json", "10.0", "qga", 95, 100, 85, 40)]
    [InlineData("qga-7.2.json", "7.2", "qga", 95, 100, 77, 40)]
    [InlineData("qemu-storage-daemon-7.2.json", "7.2", "", 98, 100, 93, 75)]
    public void Bindings_have_QEMUs_text_and_compile_without_a_warning(string dump, string release, string part, int commands, int events, int members, int types)
    {
        InMemorySchema[] source = QapiTheoryAttribute.Read(release, part, out string docs);
        GenerationResult result = Generation.Run([InMemorySchema.Of(Dumps.Read(dump), ("Accessibility", "public"), ("Docs", docs)), .. source]);

        Assert.Equal([], result.Messages);
        Assert.Equal([], result.Complaints);
        Dictionary<string, string> without = SummariesOf(Generation.Run(InMemorySchema.Of(Dumps.Read(dump), ("Accessibility", "public"))));
        ILookup<string, bool> documented = result.Types.SelectMany(Documentation.VisibleIn).ToLookup(KindOf, symbol => Documentation.SummaryOf(symbol) != without[IdOf(symbol)]);
        foreach (IGrouping<string, bool> kind in documented.Where(kind => kind.Key.Length > 0))
        {
            output.WriteLine($"{kind.Key}: {kind.Count(told => told)} of {kind.Count()}");
        }

        Expect("commands", commands);
        Expect("events", events);
        Expect("members", members);
        Expect("types", types);

        void Expect(string kind, int percent) =>
            Assert.True(documented[kind].Count(told => told) * 100 >= percent * documented[kind].Count(), $"Less than {percent} % of the {kind} have QEMU's text.");
    }

    private static Dictionary<string, string> SummariesOf(GenerationResult result) =>
        result.Types.SelectMany(Documentation.VisibleIn).ToDictionary(IdOf, Documentation.SummaryOf);

    private static string IdOf(ISymbol symbol) => symbol.GetDocumentationCommentId() ?? symbol.ToDisplayString();

    private static string KindOf(ISymbol symbol) => symbol switch
    {
        INamedTypeSymbol command when command.AllInterfaces.Any(type => type.Name == nameof(IQmpCommand)) => "commands",
        INamedTypeSymbol @event when @event.AllInterfaces.Any(type => type.Name == "IQmpEvent") => "events",
        INamedTypeSymbol { ContainingType: not null } => "branches",
        INamedTypeSymbol { IsStatic: true } or INamedTypeSymbol { BaseType.Name: nameof(QmpClient) } => "",
        INamedTypeSymbol => "types",
        IFieldSymbol => "values",
        IPropertySymbol { IsStatic: false, SetMethod: not null } => "members",
        _ => "",
    };
}
