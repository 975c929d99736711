using Microsoft.CodeAnalysis.FlowAnalysis;

namespace QmpGen.Generator.Analysis;

/// <summary>Finds the regions around a block that handle its exceptions.</summary>
internal static class HandlerRegions
{
    /// <summary>Lists the first blocks of the handlers that an exception in the block can reach.</summary>
    public static IEnumerable<int> EnumerateHandlers(this BasicBlock block) =>
        EnumerateTries(block)
            .SelectMany(region => region.EnclosingRegion!.NestedRegions.Where(handler => handler != region))
            .Select(handler => handler.FirstBlockOrdinal);

    /// <summary>Returns whether a handler catches the exception for features that the server lacks.</summary>
    public static bool CatchesNotSupported(this BasicBlock block, RuntimeTypes types) =>
        EnumerateTries(block)
            .Any(region =>
                region.EnclosingRegion!.NestedRegions.Any(handler =>
                    handler.Kind is ControlFlowRegionKind.Catch or ControlFlowRegionKind.FilterAndHandler
                    && types.IsNotSupported(handler.ExceptionType)
                )
            );

    /// <summary>Finds the innermost <c>finally</c> that contains a block.</summary>
    public static ControlFlowRegion? FindFinally(this BasicBlock block) =>
        EnumerateRegions(block).FirstOrDefault(region => region.Kind == ControlFlowRegionKind.Finally);

    private static IEnumerable<ControlFlowRegion> EnumerateTries(BasicBlock block) =>
        EnumerateRegions(block).Where(region => region.Kind == ControlFlowRegionKind.Try);

    private static IEnumerable<ControlFlowRegion> EnumerateRegions(BasicBlock block)
    {
        // The root of a lambda's graph is in a region of another graph.
        for (
            ControlFlowRegion? region = block.EnclosingRegion;
            region is { Kind: not ControlFlowRegionKind.Root };
            region = region.EnclosingRegion
        )
        {
            yield return region;
        }
    }
}
