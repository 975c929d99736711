using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace QmpGen.Architecture.Tests;

public sealed class SourceRuleTests
{
    private const int MaxLineLength = 120;

    [Fact]
    public void Lines_FitInto120Columns() =>
        Violations.AssertNone(
            Repository.SourceFiles.SelectMany(file =>
                Repository
                    .Read(file)
                    .Split('\n')
                    .Select((line, index) => (Text: line, Number: index + 1))
                    .Where(line => line.Text.Length > MaxLineLength)
                    .Select(line => $"{file}({line.Number}): {line.Text.Length} columns")
            )
        );

    [Fact]
    public void TypeNames_AreUniqueInTheRepository() =>
        Violations.AssertNone(
            Repository
                .SourceFiles.SelectMany(DeclaredTypes)
                .GroupBy(type => type.Name, StringComparer.Ordinal)
                .Where(group => group.Select(type => type.Declaration).Distinct(StringComparer.Ordinal).Count() > 1)
                .Select(group => $"{group.Key}: {string.Join(", ", group.Select(type => type.File).Distinct())}")
        );

    /// <summary>Lists the types of a file by name and arity, with what tells the parts of one type from another type.</summary>
    private static IEnumerable<(string Name, string Declaration, string File)> DeclaredTypes(string file) =>
        CSharpSyntaxTree
            .ParseText(Repository.Read(file), new CSharpParseOptions(LanguageVersion.Preview))
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
