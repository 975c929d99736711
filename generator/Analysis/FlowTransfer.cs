using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace QmpGen.Generator.Analysis;

/// <summary>Applies operations to a state.</summary>
/// <param name="evaluate">Evaluates the assigned values.</param>
/// <param name="targets">The targets of assignments that are flow captures.</param>
internal sealed class FlowTransfer(
    Func<IOperation, FlowState, FlowValue> evaluate,
    IReadOnlyDictionary<CaptureId, IOperation> targets
)
{
    /// <summary>Applies an operation and its parts in the order of their evaluation.</summary>
    /// <param name="observe">Receives each part and the state before its effect, or null.</param>
    public FlowState Apply(IOperation operation, FlowState state, Action<IOperation, FlowState>? observe = null)
    {
        foreach (IOperation child in operation.ChildOperations)
        {
            state = Apply(child, state, observe);
        }

        observe?.Invoke(operation, state);
        return ApplyEffect(operation, state);
    }

    private FlowState ApplyEffect(IOperation operation, FlowState state) =>
        operation switch
        {
            IFlowCaptureOperation capture => state.SetValue(capture.Id, evaluate(capture.Value, state)),
            ISimpleAssignmentOperation or ICompoundAssignmentOperation => Assign(
                ((IAssignmentOperation)operation).Target,
                evaluate(operation, state),
                state
            ),
            IDeconstructionAssignmentOperation assignment => Assign(
                assignment.Target,
                evaluate(assignment.Value, state),
                state
            ),
            IIncrementOrDecrementOperation increment => Assign(increment.Target, FlowValue.Unknown, state),
            IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument => Assign(
                argument.Value,
                FlowValue.Unknown,
                state
            ),
            IIsPatternOperation test => test
                .Pattern.DescendantsAndSelf()
                .Select(FindDeclared)
                .OfType<ISymbol>()
                .Aggregate(state, (before, local) => Declare(local, test, before)),
            _ => state,
        };

    private FlowState Assign(IOperation target, FlowValue value, FlowState state)
    {
        IOperation resolved = Resolve(target);
        return resolved is ITupleOperation tuple
                ? tuple
                    .Elements.Select((element, index) => (Element: element, Index: index))
                    .Aggregate(state, (before, item) => Assign(item.Element, GetElement(value, item.Index), before))
            : resolved.FindVariable() is { } variable ? state.Assign(variable, value)
            : state;
    }

    private IOperation Resolve(IOperation target) =>
        target switch
        {
            IFlowCaptureReferenceOperation capture when targets.TryGetValue(capture.Id, out IOperation? value) => value,
            IDeclarationExpressionOperation declaration => declaration.Expression,
            _ => target,
        };

    private FlowState Declare(ISymbol local, IIsPatternOperation test, FlowState state) =>
        state.Assign(
            local,
            SymbolEqualityComparer.Default.Equals(FindDeclared(test.Pattern), local)
                ? evaluate(test.Value, state)
                : FlowValue.Unknown
        );

    private static FlowValue GetElement(FlowValue value, int index) =>
        index < value.Elements.Count ? value.Elements[index] : FlowValue.Unknown;

    private static ISymbol? FindDeclared(IOperation pattern) =>
        pattern switch
        {
            IDeclarationPatternOperation declaration => declaration.DeclaredSymbol,
            IRecursivePatternOperation recursive => recursive.DeclaredSymbol,
            IListPatternOperation list => list.DeclaredSymbol,
            _ => null,
        };
}
