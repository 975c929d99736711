using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace QmpGen.Generator.Analysis;

/// <summary>The fact that the server has a feature.</summary>
/// <param name="Feature">The type, property or enum field; null for all features.</param>
/// <param name="Client">The client, or null for all clients.</param>
internal readonly record struct Fact(ISymbol? Feature, ClientPath? Client);

/// <summary>The facts at a place in the code.</summary>
internal sealed class FactSet : IEquatable<FactSet>
{
    public static readonly FactSet Empty = new(ImmutableHashSet<Fact>.Empty);

    /// <summary>All facts: those at a place that cannot be reached.</summary>
    public static readonly FactSet All = new(null);

    private readonly ImmutableHashSet<Fact>? _facts;

    private FactSet(ImmutableHashSet<Fact>? facts) => _facts = facts;

    public static FactSet Create(IEnumerable<Fact> facts) => new(facts.ToImmutableHashSet());

    public FactSet Union(FactSet other) =>
        _facts is null || other._facts is null ? All
        : _facts.IsEmpty ? other
        : other._facts.IsEmpty ? this
        : new FactSet(_facts.Union(other._facts));

    public FactSet Intersect(FactSet other) =>
        _facts is null ? other
        : other._facts is null ? this
        : new FactSet(_facts.Intersect(other._facts));

    /// <summary>Removes the facts about clients that an assignment of the symbol changes.</summary>
    public FactSet Without(ISymbol symbol) =>
        _facts is null || !_facts.Any(fact => fact.Client?.DependsOn(symbol) == true)
            ? this
            : Create(_facts.Where(fact => fact.Client?.DependsOn(symbol) != true));

    /// <summary>Returns whether a fact matches, or the place cannot be reached.</summary>
    public bool Any(Func<Fact, bool> predicate) => _facts is null || _facts.Any(predicate);

    public bool Equals(FactSet? other) =>
        other is not null
        && (_facts is null || other._facts is null ? _facts == other._facts : _facts.SetEquals(other._facts));

    public override bool Equals(object? obj) => Equals(obj as FactSet);

    public override int GetHashCode() => _facts?.Count ?? -1;
}
