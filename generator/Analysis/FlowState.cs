using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace QmpGen.Generator.Analysis;

/// <summary>What is known at a place in the code.</summary>
/// <param name="Facts">The facts.</param>
/// <param name="Values">The values of locals, parameters and flow captures. Others are unknown.</param>
internal sealed record FlowState(FactSet Facts, ImmutableDictionary<object, FlowValue> Values)
{
    /// <summary>The state of a place that cannot be reached.</summary>
    public static readonly FlowState Unreachable = FromFacts(FactSet.All);

    public bool IsReachable => !Facts.Equals(FactSet.All);

    public static FlowState FromFacts(FactSet facts) => new(facts, ImmutableDictionary<object, FlowValue>.Empty);

    /// <summary>Gets the value of a variable or flow capture.</summary>
    public FlowValue GetValue(object variable) =>
        Values.TryGetValue(variable, out FlowValue? value) ? value : FlowValue.Unknown;

    public FlowState Assume(FactSet facts) => this with { Facts = Facts.Union(facts) };

    public FlowState SetValue(object variable, FlowValue value) =>
        this with
        {
            Values = value == FlowValue.Unknown ? Values.Remove(variable) : Values.SetItem(variable, value),
        };

    /// <summary>Assigns a value. The facts about a client that depends on the variable end.</summary>
    public FlowState Assign(ISymbol variable, FlowValue value)
    {
        FlowState state = Forget(variable);
        return variable is ILocalSymbol or IParameterSymbol
            ? state.SetValue(variable, value.Select(facts => facts.Without(variable)))
            : state;
    }

    /// <summary>Removes what is known about a variable.</summary>
    public FlowState Forget(ISymbol variable)
    {
        ImmutableDictionary<object, FlowValue> values = Values.Remove(variable);
        return new FlowState(
            Facts.Without(variable),
            values.SetItems(
                values.Select(pair => new KeyValuePair<object, FlowValue>(
                    pair.Key,
                    pair.Value.Select(facts => facts.Without(variable))
                ))
            )
        );
    }

    /// <summary>Creates the state of a place that both states reach.</summary>
    /// <remarks>If a variable gets a value in one state only, the value implies the facts of this state.</remarks>
    public FlowState Join(FlowState other)
    {
        if (!IsReachable || !other.IsReachable)
        {
            return IsReachable ? this : other;
        }

        FlowState joined = FromFacts(Facts.Intersect(other.Facts));
        return Values
            .Keys.Union(other.Values.Keys)
            .Aggregate(
                joined,
                (state, variable) =>
                    state.SetValue(variable, GetFullValue(variable).Intersect(other.GetFullValue(variable)))
            );
    }

    public bool Equals(FlowState? other) =>
        other is not null
        && Facts.Equals(other.Facts)
        && Values.Count == other.Values.Count
        && Values.All(pair => other.Values.TryGetValue(pair.Key, out FlowValue? value) && pair.Value == value);

    public override int GetHashCode() => Facts.GetHashCode();

    private FlowValue GetFullValue(object variable) => GetValue(variable).Select(Facts.Union);
}
