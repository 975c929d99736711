using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace QmpGen.Generator.Analysis;

/// <summary>Finds the uses in a member, its lambdas and its local functions that no fact covers.</summary>
internal sealed class MemberFlow
{
    private static readonly FactSet s_all = FactSet.Create([new Fact(null, null)]);

    private readonly FeatureModel _model;
    private readonly ValueEvaluator _evaluator;
    private readonly ILookup<(SyntaxNode, OperationKind), FeatureUse> _uses;
    private readonly Dictionary<IMethodSymbol, FlowState> _localFunctions = new(SymbolEqualityComparer.Default);
    private readonly HashSet<FeatureUse> _unguarded = [];
    private bool _hasChanged;

    private MemberFlow(MemberScan scan, FeatureModel model)
    {
        _model = model;
        _evaluator = new ValueEvaluator(scan, model);
        _uses = scan.Uses.ToLookup(use => (use.Operation.Syntax, use.Operation.Kind));
    }

    /// <summary>Finds the uses of a member that no fact covers.</summary>
    /// <param name="graph">The graph of the member.</param>
    /// <param name="facts">The facts at its start.</param>
    public static IEnumerable<FeatureUse> FindUnguarded(
        ControlFlowGraph graph,
        FactSet facts,
        MemberScan scan,
        FeatureModel model
    )
    {
        MemberFlow flow = new(scan, model);
        do
        {
            flow._hasChanged = false;
            flow._unguarded.Clear();
            flow.Analyze(graph, FlowState.FromFacts(facts));
        } while (flow._hasChanged || flow.AddUncalledFunctions());

        return scan.Uses.Where(flow._unguarded.Contains);
    }

    private readonly HashSet<IMethodSymbol> _uncalled = new(SymbolEqualityComparer.Default);

    private void Analyze(ControlFlowGraph graph, FlowState entry)
    {
        GraphFlow
            .Create(graph, entry, _evaluator)
            .Observe(
                (block, operation, state) =>
                    Visit(graph, operation, block.CatchesNotSupported(_model.Types) ? state.Assume(s_all) : state)
            );
        foreach (IMethodSymbol function in graph.LocalFunctions)
        {
            if (_localFunctions.TryGetValue(function, out FlowState? state))
            {
                Analyze(graph.GetLocalFunctionControlFlowGraph(function), AssumeRequirements(function, state));
            }
            else
            {
                _uncalled.Add(function);
            }
        }
    }

    private void Visit(ControlFlowGraph graph, IOperation operation, FlowState state)
    {
        foreach (FeatureUse use in _uses[(operation.Syntax, operation.Kind)])
        {
            if (!use.IsCoveredBy(state.Facts.Union(GetFactsOfValue(operation, state)), _model.Coverage))
            {
                _unguarded.Add(use);
            }
        }

        switch (operation)
        {
            case IFlowAnonymousFunctionOperation function:
                Analyze(
                    graph.GetAnonymousFunctionControlFlowGraph(function),
                    AssumeRequirements(function.Symbol, state)
                );
                break;
            case IInvocationOperation { TargetMethod.MethodKind: MethodKind.LocalFunction } call:
                Enter(call.TargetMethod, state);
                break;
            case IMethodReferenceOperation { Method.MethodKind: MethodKind.LocalFunction } reference:
                Enter(reference.Method, state);
                break;
        }
    }

    /// <summary>Returns the facts if the value that a property is set to is not null.</summary>
    private FactSet GetFactsOfValue(IOperation operation, FlowState state) =>
        operation.Parent is ISimpleAssignmentOperation assignment
        && assignment.Target == operation
        && operation is IPropertyReferenceOperation
            ? _evaluator.Evaluate(assignment.Value, state).IfNotNull
            : FactSet.Empty;

    private void Enter(IMethodSymbol function, FlowState state)
    {
        function = function.OriginalDefinition;
        FlowState? known = _localFunctions.TryGetValue(function, out FlowState? entry) ? entry : null;
        FlowState joined = known?.Join(state) ?? state;
        if (!joined.Equals(known))
        {
            _localFunctions[function] = joined;
            _hasChanged = true;
        }
    }

    /// <summary>Starts local functions without a call without facts.</summary>
    private bool AddUncalledFunctions()
    {
        IMethodSymbol[] functions = [.. _uncalled.Where(function => !_localFunctions.ContainsKey(function))];
        foreach (IMethodSymbol function in functions)
        {
            _localFunctions.Add(function, FlowState.FromFacts(FactSet.Empty));
        }

        return functions.Length > 0;
    }

    private FlowState AssumeRequirements(IMethodSymbol function, FlowState state) =>
        state.Assume(FactSet.Create(_model.GetRequirements(function).Select(feature => new Fact(feature, null))));
}
