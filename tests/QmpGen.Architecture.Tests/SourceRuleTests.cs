using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace QmpGen.Architecture.Tests;

public sealed class SourceRuleTests
{
    private const int MaxLineLength = 120;

    [Fact]
    public void Lines_FitInto120Columns() => Violations.AssertNone(Repository.SourceFiles.SelectMany(FindLongLines));

    [Fact]
    public void TypeNames_AreUnique() =>
        Violations.AssertNone(
            Repository
                .SourceFiles.SelectMany(DeclaredTypes)
                .GroupBy(type => type.Name, StringComparer.Ordinal)
                .Where(group => group.Select(type => type.Declaration).Distinct(StringComparer.Ordinal).Count() > 1)
                .Select(group => $"{group.Key}: {string.Join(", ", group.Select(type => type.File).Distinct())}")
        );

    /// <summary>Lists the lines that are too long, except for literals with data in tests and samples.</summary>
    private static IEnumerable<string> FindLongLines(string file)
    {
        SyntaxTree tree = Parse(file);
        SourceText text = tree.GetText();
        return text
            .Lines.Where(line => line.Span.Length > MaxLineLength)
            .Where(line => IsProduct(file) || !IsInLiteral(tree, line))
            .Select(line => $"{file}({line.LineNumber + 1}): {line.Span.Length} columns");
    }

    private static bool IsProduct(string file) => file.Split('/')[0] is not ("tests" or "samples");

    private static bool IsInLiteral(SyntaxTree tree, TextLine line) =>
        tree.GetRoot()
            .FindToken(line.Start + MaxLineLength - 1)
            .Parent!.AncestorsAndSelf()
            .Any(node => node is LiteralExpressionSyntax or InterpolatedStringExpressionSyntax);

    private static SyntaxTree Parse(string file) =>
        CSharpSyntaxTree.ParseText(Repository.Read(file), new CSharpParseOptions(LanguageVersion.Preview));

    /// <summary>Lists the types of a file; parts of a partial type have the same declaration.</summary>
    private static IEnumerable<(string Name, string Declaration, string File)> DeclaredTypes(string file) =>
        Parse(file)
            .GetRoot()
            .DescendantNodes()
            .OfType<MemberDeclarationSyntax>()
            .Where(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax)
            .Where(member => member is not ExtensionBlockDeclarationSyntax)
            .Select(member => (NameOf(member), $"{ProjectOf(file)}:{QualifiedNameOf(member)}", file));

    private static string NameOf(MemberDeclarationSyntax member) =>
        member switch
        {
            TypeDeclarationSyntax { TypeParameterList: { } list } type =>
                $"{type.Identifier.ValueText}`{list.Parameters.Count}",
            BaseTypeDeclarationSyntax type => type.Identifier.ValueText,
            DelegateDeclarationSyntax type => $"{type.Identifier.ValueText}`{type.Arity}",
            _ => throw new ArgumentException("Not a type.", nameof(member)),
        };

    private static string QualifiedNameOf(MemberDeclarationSyntax member) =>
        string.Join('.', member.AncestorsAndSelf().OfType<BaseTypeDeclarationSyntax>().Select(NameOf).Reverse());

    private static string ProjectOf(string file) =>
        string.Join(
            '/',
            file.Split('/').TakeWhile((part, index) => index < 2 && !part.EndsWith(".cs", StringComparison.Ordinal))
        );
}
