using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace QmpGen.Generator.Tests;

/// <summary>The assembly in the compiler contains only types that it uses.</summary>
public sealed class UnusedTypeTests
{
    private static readonly string s_folder = Path.Combine(BuildFacts.ProjectDirectory, "../../generator");

    [Fact]
    public void Types_AreReachableFromGenerator()
    {
        ILookup<string, BaseTypeDeclarationSyntax> types = Directory
            .EnumerateFiles(s_folder, "*.cs", SearchOption.AllDirectories)
            .Where(path => !Path.GetRelativePath(s_folder, path).StartsWith("obj", StringComparison.Ordinal))
            .SelectMany(path => ParseTypes(File.ReadAllText(path)))
            .ToLookup(type => type.Identifier.Text, StringComparer.Ordinal);
        ILookup<string, string> extensions = types
            .SelectMany(group => group)
            .SelectMany(type => FindExtensionMethods(type).Select(method => (Method: method, Type: type)))
            .ToLookup(item => item.Method, item => item.Type.Identifier.Text, StringComparer.Ordinal);
        HashSet<string> reached = [nameof(QmpSchemaGenerator)];
        Queue<string> queue = new(reached);
        while (queue.TryDequeue(out string? name))
        {
            IEnumerable<string> identifiers = types[name]
                .SelectMany(type => type.DescendantTokens())
                .Where(token => token.IsKind(SyntaxKind.IdentifierToken))
                .Select(token => token.Text);
            foreach (string identifier in identifiers.SelectMany(text => extensions[text].Append(text)))
            {
                if (types.Contains(identifier) && reached.Add(identifier))
                {
                    queue.Enqueue(identifier);
                }
            }
        }

        Assert.True(reached.Count > 100, $"Only {reached.Count} types were found.");
        Assert.Equal([], types.Select(group => group.Key).Except(reached));
    }

    /// <summary>Parses the types that are not nested in others.</summary>
    private static IEnumerable<BaseTypeDeclarationSyntax> ParseTypes(string text) =>
        CSharpSyntaxTree
            .ParseText(text, Generation.ParseOptions)
            .GetRoot()
            .DescendantNodes(node => node is not BaseTypeDeclarationSyntax)
            .OfType<BaseTypeDeclarationSyntax>();

    private static IEnumerable<string> FindExtensionMethods(BaseTypeDeclarationSyntax type) =>
        type.DescendantNodes()
            .OfType<MethodDeclarationSyntax>()
            .Where(method =>
                method.ParameterList.Parameters is [var first, ..]
                && first.Modifiers.Any(modifier => modifier.IsKind(SyntaxKind.ThisKeyword))
            )
            .Select(method => method.Identifier.Text);
}
