using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace QmpGen.Generator.Analysis;

/// <summary>Finds what belongs to an operation.</summary>
internal static class OperationExtensions
{
    /// <summary>Finds the receiver of <c>?.</c>.</summary>
    public static IOperation FindReceiver(this IConditionalAccessInstanceOperation instance)
    {
        IOperation child = instance;
        while (child.Parent is { } parent)
        {
            if (parent is IConditionalAccessOperation access && access.WhenNotNull == child)
            {
                return access.Operation;
            }

            child = parent;
        }

        return instance;
    }

    /// <summary>Returns the operation without conversions that keep the value.</summary>
    public static IOperation SkipConversions(this IOperation operation)
    {
        while (operation is IConversionOperation { OperatorMethod: null } conversion)
        {
            operation = conversion.Operand;
        }

        return operation;
    }

    /// <summary>Returns the operation, or its outermost conversion, that is the child of another one.</summary>
    public static IOperation IncludeConversions(this IOperation operation)
    {
        while (operation.Parent is IConversionOperation { OperatorMethod: null } conversion)
        {
            operation = conversion;
        }

        return operation;
    }

    /// <summary>Returns whether the operation is the constant null or the default of a type that can be null.</summary>
    public static bool IsNull(this IOperation operation) =>
        operation.SkipConversions() is { } value
        && (
            value.ConstantValue is { HasValue: true, Value: null }
            || (value is IDefaultValueOperation { Type: { } type } && type.CanBeNull())
        );

    /// <summary>Returns whether values of the type can be null.</summary>
    public static bool CanBeNull(this ITypeSymbol type) =>
        type.IsReferenceType || type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;

    /// <summary>Returns the underlying type of a nullable value type, or the type itself.</summary>
    public static ITypeSymbol WithoutNullable(this ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            ? nullable.TypeArguments[0]
            : type;

    /// <summary>Finds the variable, field or property that a reference refers to.</summary>
    public static ISymbol? FindVariable(this IOperation operation) =>
        operation.SkipConversions() switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            IFieldReferenceOperation field => field.Field,
            IPropertyReferenceOperation property => property.Property,
            IDeclarationExpressionOperation declaration => declaration.Expression.FindVariable(),
            _ => null,
        };
}
