using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace QmpGen.Generator.Analysis;

/// <summary>Decides from the surrounding expression whether a value is only compared or checked.</summary>
internal static class UseContext
{
    /// <summary>Returns whether an enum value is only compared with another value.</summary>
    public static bool IsCompared(IOperation value, RuntimeTypes types) =>
        Climb(value) is { } child
        && child.Parent switch
        {
            IBinaryOperation binary => binary.OperatorKind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals,
            ITupleBinaryOperation or IPatternOperation or ICaseClauseOperation or IBranchOperation => true,
            IArgumentOperation { Parent: IInvocationOperation call } => call.TargetMethod.Name == nameof(Equals)
                || types.IsGuard(call.TargetMethod),
            IInvocationOperation call => call.TargetMethod.Name == nameof(Equals),
            _ => false,
        };

    /// <summary>Returns whether a value is only compared, or handled if it is null.</summary>
    public static bool IsNullHandled(IOperation value) =>
        Climb(value) is { } child
        && child.Parent switch
        {
            IBinaryOperation binary => binary.OperatorKind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals,
            IIsPatternOperation or IIsTypeOperation or IPropertySubpatternOperation => true,
            ISwitchOperation or ISwitchExpressionOperation => true,
            ICoalesceOperation coalesce => coalesce.Value == child,
            IConditionalAccessOperation access => access.Operation == child,
            IPropertyReferenceOperation { Property.Name: nameof(Nullable<int>.HasValue) } => true,
            IInvocationOperation { TargetMethod.Name: nameof(Nullable<int>.GetValueOrDefault) } => true,
            IArgumentOperation { Parent: IInvocationOperation call } => call.TargetMethod.IsNullCheckOfText(),
            _ => false,
        };

    /// <summary>Returns whether a property is set to null.</summary>
    public static bool IsSetToNull(IOperation property) =>
        property.Parent is ISimpleAssignmentOperation assignment
        && assignment.Target == property
        && assignment.Value.IsNull();

    /// <summary>Returns whether a method is <c>string.IsNullOrEmpty</c> or <c>string.IsNullOrWhiteSpace</c>.</summary>
    public static bool IsNullCheckOfText(this IMethodSymbol method) =>
        method.ContainingType.SpecialType == SpecialType.System_String
        && method.Name is nameof(string.IsNullOrEmpty) or nameof(string.IsNullOrWhiteSpace);

    /// <summary>Returns the value with its conversions, and the tuples and assignments that contain it.</summary>
    private static IOperation Climb(IOperation value)
    {
        IOperation child = value.IncludeConversions();
        while (
            child.Parent is ITupleOperation
            || (child.Parent is ISimpleAssignmentOperation assignment && assignment.Value == child)
        )
        {
            child = child.Parent.IncludeConversions();
        }

        return child;
    }
}
