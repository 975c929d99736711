using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace QmpGen.Generator.Analysis;

/// <summary>Decides which features a check implies.</summary>
internal sealed class FeatureCoverage(AvailabilityMap availability)
{
    private readonly ConcurrentDictionary<(ISymbol Checked, ISymbol Used), bool> _results = new();
    private readonly ConcurrentDictionary<INamedTypeSymbol, ImmutableHashSet<ISymbol>> _reachable = new(
        SymbolEqualityComparer.Default
    );

    /// <summary>Returns whether a server that has one feature also has the other.</summary>
    /// <remarks>A member implies its type. A type implies the types that are reachable from it, if every release that
    /// has it also has them.</remarks>
    public bool Implies(ISymbol feature, ISymbol used) =>
        SymbolEqualityComparer.Default.Equals(feature, used)
        || _results.GetOrAdd((feature, used), pair => ComputeImplies(pair.Checked, pair.Used));

    private bool ComputeImplies(ISymbol feature, ISymbol used)
    {
        for (ISymbol? outer = feature; outer is not null; outer = outer.ContainingType)
        {
            if (
                SymbolEqualityComparer.Default.Equals(outer, used)
                || (IsWherever(outer, used) && GetReachable(outer).Contains(TypeOf(used)))
            )
            {
                return true;
            }
        }

        return false;
    }

    private bool IsWherever(ISymbol feature, ISymbol used) =>
        availability.GetReleases(feature) is { } releases
        && availability.GetReleases(used) is { } usedReleases
        && releases.IsSubsetOf(usedReleases);

    private ImmutableHashSet<ISymbol> GetReachable(ISymbol feature) =>
        feature switch
        {
            INamedTypeSymbol type => _reachable.GetOrAdd(type, FindReachable),
            IPropertySymbol property => EnumerateTypes(property.Type)
                .SelectMany(GetReachable)
                .ToImmutableHashSet<ISymbol>(SymbolEqualityComparer.Default),
            _ => ImmutableHashSet<ISymbol>.Empty,
        };

    private ImmutableHashSet<ISymbol> FindReachable(INamedTypeSymbol start)
    {
        HashSet<ISymbol> found = new(SymbolEqualityComparer.Default) { start };
        Queue<INamedTypeSymbol> next = new([start]);
        while (next.Count > 0)
        {
            foreach (INamedTypeSymbol type in EnumerateParts(next.Dequeue()).Where(found.Add))
            {
                next.Enqueue(type);
            }
        }

        return found.ToImmutableHashSet(SymbolEqualityComparer.Default);
    }

    /// <summary>Lists the types of properties, results and branches.</summary>
    private IEnumerable<INamedTypeSymbol> EnumerateParts(INamedTypeSymbol type) =>
        EnumerateProperties(type)
            .Select(property => property.Type)
            .Concat(type.Interfaces)
            .SelectMany(EnumerateTypes)
            .Concat(type.GetTypeMembers());

    private IEnumerable<IPropertySymbol> EnumerateProperties(INamedTypeSymbol type) =>
        availability.GetReleases(type) is null
            ? []
            : type.GetMembers()
                .OfType<IPropertySymbol>()
                .Where(property => !property.IsStatic)
                .Concat(type.BaseType is { } baseType ? EnumerateProperties(baseType) : []);

    /// <summary>Lists the generated types in a type: itself, its type arguments and its element type.</summary>
    private IEnumerable<INamedTypeSymbol> EnumerateTypes(ITypeSymbol type) =>
        type switch
        {
            IArrayTypeSymbol array => EnumerateTypes(array.ElementType),
            INamedTypeSymbol { IsGenericType: true } named => named.TypeArguments.SelectMany(EnumerateTypes),
            INamedTypeSymbol named when availability.GetReleases(named) is not null => [named],
            _ => [],
        };

    private static ISymbol TypeOf(ISymbol feature) => feature as INamedTypeSymbol ?? feature.ContainingType;
}
