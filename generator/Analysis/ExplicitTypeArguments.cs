using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace QmpGen.Generator.Analysis;

/// <summary>Finds type arguments that are written in the code.</summary>
internal static class ExplicitTypeArguments
{
    /// <summary>Returns whether the name of the called or referenced method has type arguments.</summary>
    public static bool AreIn(SyntaxNode syntax) =>
        syntax switch
        {
            InvocationExpressionSyntax call => AreIn(call.Expression),
            MemberAccessExpressionSyntax access => AreIn(access.Name),
            MemberBindingExpressionSyntax binding => AreIn(binding.Name),
            _ => syntax is GenericNameSyntax,
        };
}
