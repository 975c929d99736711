using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace QmpGen.Generator.Analysis;

/// <summary>Reads the arguments of attributes.</summary>
internal static class AttributeExtensions
{
    /// <summary>Reads an array of labels.</summary>
    public static ImmutableArray<string> ReadLabels(this TypedConstant argument) =>
        argument.IsNull ? ImmutableArray<string>.Empty
        : argument.Kind == TypedConstantKind.Array ? argument.Values.Select(ReadText).ToImmutableArray()
        : ImmutableArray.Create(ReadText(argument));

    private static string ReadText(TypedConstant constant) => constant.Value as string ?? "";
}
