using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Names.Catalogue;

/// <summary>Limits how many places of a dump are compared with catalogues.</summary>
/// <remarks>Without it, each type could be compared with each type of a catalogue, for each command and
/// release.</remarks>
internal sealed class ComparisonBudget(DumpGraph dump)
{
    private int _used;

    /// <summary>The number of places that may be compared.</summary>
    public int Limit { get; } =
        SchemaBounds.ComparedPlaces + (SchemaBounds.ComparedPlacesFactor * dump.Nodes.Sum(node => node.Places.Count));

    public bool IsExhausted => _used > Limit;

    /// <summary>Counts the places of a node.</summary>
    /// <returns>False if the budget is exhausted.</returns>
    public bool TrySpend(DumpNode node)
    {
        _used += IsExhausted ? 0 : node.Places.Count + 1;
        return !IsExhausted;
    }
}
