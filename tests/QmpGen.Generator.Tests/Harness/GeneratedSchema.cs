using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace QmpGen.Generator.Tests;

/// <summary>Reads the schema text and the features class of bindings.</summary>
internal static class GeneratedSchema
{
    /// <summary>Gets the lines of the schema text.</summary>
    public static string[] ReadLines(GenerationResult result) =>
        result
            .Trees.Single(tree => tree.FilePath.EndsWith(".Schema.g.cs", StringComparison.Ordinal))
            .GetRoot()
            .DescendantTokens()
            .Single(token => token.Parent is LiteralExpressionSyntax)
            .ValueText.Split('\n');

    /// <summary>Gets the nested enums of the features class and their values, in the order of their numbers.</summary>
    public static Dictionary<string, string[]> ReadFeatures(GenerationResult result) =>
        result
            .Find("QemuFeatures")!
            .GetTypeMembers()
            .ToDictionary(
                type => type.Name,
                type =>
                    type.GetMembers()
                        .OfType<IFieldSymbol>()
                        .Select((field, index) => (int)field.ConstantValue! == index + 1 ? field.Name : "wrong number")
                        .ToArray()
            );
}
