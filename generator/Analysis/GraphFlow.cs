using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace QmpGen.Generator.Analysis;

/// <summary>Computes the states of one control flow graph: what holds on all paths to a block.</summary>
internal sealed class GraphFlow
{
    private readonly ControlFlowGraph _graph;
    private readonly ValueEvaluator _evaluator;
    private readonly FlowTransfer _transfer;
    private readonly FlowTransfer _forgetting;
    private readonly FlowState?[] _entries;
    private readonly Dictionary<ControlFlowRegion, FlowState> _finallyEnds = [];
    private bool _hasChanged;

    private GraphFlow(ControlFlowGraph graph, ValueEvaluator evaluator)
    {
        _graph = graph;
        _evaluator = evaluator;
        Dictionary<CaptureId, IOperation> targets = FindCapturedTargets(graph);
        _transfer = new FlowTransfer(evaluator.Evaluate, targets);
        _forgetting = new FlowTransfer(static (_, _) => FlowValue.Unknown, targets);
        _entries = new FlowState?[graph.Blocks.Length];
    }

    /// <summary>Computes the states of a graph.</summary>
    public static GraphFlow Create(ControlFlowGraph graph, FlowState entry, ValueEvaluator evaluator)
    {
        GraphFlow flow = new(graph, evaluator);
        flow._entries[0] = entry;
        do
        {
            flow._hasChanged = false;
            foreach (BasicBlock block in graph.Blocks)
            {
                flow.Process(block);
            }
        } while (flow._hasChanged);

        return flow;
    }

    /// <summary>Passes each operation and the state before its effect.</summary>
    public void Observe(Action<BasicBlock, IOperation, FlowState> observe)
    {
        foreach (BasicBlock block in _graph.Blocks)
        {
            if (_entries[block.Ordinal] is { } state)
            {
                foreach (IOperation operation in EnumerateOperations(block))
                {
                    state = _transfer.Apply(operation, state, (part, before) => observe(block, part, before));
                }
            }
        }
    }

    private void Process(BasicBlock block)
    {
        if (_entries[block.Ordinal] is not { } state)
        {
            return;
        }

        int[] handlers = [.. block.EnumerateHandlers()];
        JoinHandlers(handlers, state);
        foreach (IOperation operation in EnumerateOperations(block))
        {
            state = _transfer.Apply(operation, state);
            JoinHandlers(handlers, state);
        }

        if (EnumerateOperations(block).Any(NeverReturns))
        {
            return;
        }

        if (block is { ConditionKind: not ControlFlowConditionKind.None, BranchValue: { } condition })
        {
            FlowValue value = _evaluator.Evaluate(condition, state);
            bool isTrue = block.ConditionKind == ControlFlowConditionKind.WhenTrue;
            Follow(block.ConditionalSuccessor, state.Assume(isTrue ? value.IfTrue : value.IfFalse));
            state = state.Assume(isTrue ? value.IfFalse : value.IfTrue);
        }

        Follow(block.FallThroughSuccessor, state);
    }

    private void Follow(ControlFlowBranch? branch, FlowState state)
    {
        if (branch is null || !state.IsReachable)
        {
            return;
        }

        if (
            branch.Semantics == ControlFlowBranchSemantics.StructuredExceptionHandling
            && branch.Source.FindFinally() is { } region
        )
        {
            FlowState end = _finallyEnds.TryGetValue(region, out FlowState? known) ? known.Join(state) : state;
            _hasChanged |= !end.Equals(known);
            _finallyEnds[region] = end;
        }

        if (branch.Destination is { } destination && PassThrough(branch, state) is { IsReachable: true } result)
        {
            JoinEntry(destination.Ordinal, result);
        }
    }

    /// <summary>Applies the <c>finally</c> blocks that a branch leaves through.</summary>
    private FlowState PassThrough(ControlFlowBranch branch, FlowState state)
    {
        foreach (ControlFlowRegion region in branch.FinallyRegions)
        {
            if (!_finallyEnds.TryGetValue(region, out FlowState? end))
            {
                return FlowState.Unreachable;
            }

            state = EnumerateOperations(region)
                .Aggregate(state, (before, operation) => _forgetting.Apply(operation, before))
                .Assume(end.Facts);
        }

        return state;
    }

    private void JoinHandlers(int[] handlers, FlowState state)
    {
        foreach (int handler in handlers)
        {
            JoinEntry(handler, state);
        }
    }

    private void JoinEntry(int ordinal, FlowState state)
    {
        FlowState? known = _entries[ordinal];
        FlowState joined = known?.Join(state) ?? state;
        if (!joined.Equals(known))
        {
            _entries[ordinal] = joined;
            _hasChanged = true;
        }
    }

    private static IEnumerable<IOperation> EnumerateOperations(BasicBlock block) =>
        block.BranchValue is { } value ? block.Operations.Append(value) : block.Operations;

    private IEnumerable<IOperation> EnumerateOperations(ControlFlowRegion region) =>
        Enumerable
            .Range(region.FirstBlockOrdinal, region.LastBlockOrdinal - region.FirstBlockOrdinal + 1)
            .SelectMany(ordinal => EnumerateOperations(_graph.Blocks[ordinal]));

    private static bool NeverReturns(IOperation operation) =>
        operation
            .DescendantsAndSelf()
            .OfType<IInvocationOperation>()
            .SelectMany(call => call.TargetMethod.GetAttributes())
            .Any(attribute => attribute.AttributeClass?.Name == "DoesNotReturnAttribute");

    private static Dictionary<CaptureId, IOperation> FindCapturedTargets(ControlFlowGraph graph)
    {
        Dictionary<CaptureId, IOperation> targets = [];
        foreach (
            IFlowCaptureOperation capture in graph
                .Blocks.SelectMany(block => block.Operations)
                .OfType<IFlowCaptureOperation>()
        )
        {
            targets[capture.Id] = capture.Value;
        }

        return targets;
    }
}
