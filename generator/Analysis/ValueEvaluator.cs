using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using QmpGen.Generator.Collections;

namespace QmpGen.Generator.Analysis;

/// <summary>Evaluates what the value of an operation implies.</summary>
internal sealed class ValueEvaluator(MemberScan scan, FeatureModel model)
{
    public FlowValue Evaluate(IOperation operation, FlowState state)
    {
        if (operation.ConstantValue.HasValue)
        {
            return operation.ConstantValue.Value switch
            {
                true => FlowValue.True,
                false => FlowValue.False,
                null => FlowValue.Null,
                _ => FlowValue.NonNull,
            };
        }

        return operation switch
        {
            IFlowCaptureReferenceOperation capture => state.GetValue(capture.Id),
            ILocalReferenceOperation or IParameterReferenceOperation => operation.FindVariable() is { } variable
            && !scan.SharedVariables.Contains(variable)
                ? state.GetValue(variable)
                : FlowValue.Unknown,
            IConversionOperation { OperatorMethod: null } conversion => Evaluate(conversion.Operand, state),
            ISimpleAssignmentOperation assignment => Evaluate(assignment.Value, state),
            IDefaultValueOperation { Type: { } type } => EvaluateDefault(type),
            IInvocationOperation call => EvaluateCall(call, state),
            IPropertyReferenceOperation property => EvaluateProperty(property, state),
            IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } unary => Evaluate(unary.Operand, state).Not(),
            IBinaryOperation binary => Combine(binary.OperatorKind, binary.LeftOperand, binary.RightOperand, state),
            ICompoundAssignmentOperation compound => Combine(
                compound.OperatorKind,
                compound.Target,
                compound.Value,
                state
            ),
            IIsNullOperation isNull => Evaluate(isNull.Operand, state).CheckNull(),
            IIsPatternOperation test => new PatternMatcher(part => Evaluate(part, state)).Match(
                test.Pattern,
                Evaluate(test.Value, state)
            ),
            ITupleOperation tuple => FlowValue.NonNull with
            {
                Elements = tuple.Elements.Select(element => Evaluate(element, state)).ToEquatableArray(),
            },
            IObjectCreationOperation => FlowValue.NonNull,
            _ => FlowValue.Unknown,
        };
    }

    private static FlowValue EvaluateDefault(ITypeSymbol type) =>
        type.CanBeNull() ? FlowValue.Null
        : type.SpecialType == SpecialType.System_Boolean ? FlowValue.False
        : FlowValue.NonNull;

    private FlowValue EvaluateCall(IInvocationOperation call, FlowState state)
    {
        if (scan.Guards.TryGetValue(call.Syntax, out Fact fact))
        {
            return FlowValue.FromCondition(FactSet.Create([fact]), FactSet.Empty);
        }

        if (call is { TargetMethod.Name: nameof(Nullable<int>.GetValueOrDefault), Instance: { } instance })
        {
            FlowValue value = Evaluate(instance, state);
            return call.Arguments.IsEmpty
                ? FlowValue.FromCondition(value.IfTrue, value.IfFalse.Intersect(value.IfNull))
                : FlowValue.Unknown;
        }

        return call.TargetMethod.IsNullCheckOfText()
            ? FlowValue.FromCondition(FactSet.Empty, Evaluate(call.Arguments[0].Value, state).IfNotNull)
            : FlowValue.Unknown;
    }

    private FlowValue EvaluateProperty(IPropertyReferenceOperation reference, FlowState state)
    {
        if (reference.Instance?.Type?.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T)
        {
            FlowValue value = Evaluate(reference.Instance, state);
            return reference.Property.Name == nameof(Nullable<int>.HasValue)
                ? value.CheckNull().Not()
                : value with
                {
                    IfNull = FactSet.All,
                };
        }

        return model.Availability.FindPartial(reference.Property) is { } feature
            ? FlowValue.FromMember(FactSet.Create([new Fact(feature, null)]))
            : FlowValue.Unknown;
    }

    private FlowValue Combine(BinaryOperatorKind kind, IOperation left, IOperation right, FlowState state)
    {
        FlowValue one = Evaluate(left, state);
        FlowValue other = Evaluate(right, state);
        return kind switch
        {
            BinaryOperatorKind.Equals => one.Compare(other),
            BinaryOperatorKind.NotEquals => one.Compare(other).Not(),
            BinaryOperatorKind.And => one.And(other),
            BinaryOperatorKind.Or => one.Or(other),
            BinaryOperatorKind.LessThan
            or BinaryOperatorKind.LessThanOrEqual
            or BinaryOperatorKind.GreaterThan
            or BinaryOperatorKind.GreaterThanOrEqual => FlowValue.FromCondition(
                one.IfNotNull.Union(other.IfNotNull),
                FactSet.Empty
            ),
            _ => FlowValue.Unknown,
        };
    }
}
