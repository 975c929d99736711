using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace QmpGen.Architecture.Tests;

public sealed class AnalyzerContentTests
{
    [Fact]
    public void Generator_ContainsOnlyTypesThatItUses()
    {
        SourceProject generator = SourceProject.Load("generator");
        ILookup<string, string> uses = generator
            .FindUses()
            .Select(use => (From: DeclaredIn(use.Name), To: DeclaredBy(use.Symbol)))
            .Where(use => use.From is not null && use.To is not null)
            .ToLookup(use => use.From!, use => use.To!);

        HashSet<string> reached = ["QmpSchemaGenerator", "AvailabilityAnalyzer"];
        Queue<string> next = new(reached);
        while (next.TryDequeue(out string? type))
        {
            foreach (string used in uses[type].Where(reached.Add))
            {
                next.Enqueue(used);
            }
        }

        IEnumerable<string> declared = generator
            .Files.SelectMany(file => file.GetRoot().DescendantNodes())
            .OfType<BaseTypeDeclarationSyntax>()
            .Where(type => type.Parent is BaseNamespaceDeclarationSyntax)
            .Select(type => type.Identifier.ValueText);
        Violations.AssertNone(declared.Distinct().Except(reached));
    }

    /// <summary>Returns the top-level type whose declaration contains the name.</summary>
    private static string? DeclaredIn(SyntaxNode name) =>
        name.Ancestors().OfType<BaseTypeDeclarationSyntax>().LastOrDefault()?.Identifier.ValueText;

    /// <summary>Returns the top-level type that declares the symbol; null if it is not of the project.</summary>
    private static string? DeclaredBy(ISymbol symbol) =>
        symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is { } syntax
            ? syntax.AncestorsAndSelf().OfType<BaseTypeDeclarationSyntax>().LastOrDefault()?.Identifier.ValueText
            : null;
}
