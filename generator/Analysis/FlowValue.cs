using QmpGen.Generator.Collections;

namespace QmpGen.Generator.Analysis;

/// <summary>What the value of an expression implies.</summary>
/// <param name="IfTrue">The facts if it is true, or another value than false and null.</param>
/// <param name="IfFalse">The facts if it is false, or another value than true and null.</param>
/// <param name="IfNull">The facts if it is null.</param>
internal sealed record FlowValue(FactSet IfTrue, FactSet IfFalse, FactSet IfNull)
{
    public static readonly FlowValue Unknown = new(FactSet.Empty, FactSet.Empty, FactSet.Empty);
    public static readonly FlowValue True = new(FactSet.Empty, FactSet.All, FactSet.All);
    public static readonly FlowValue False = new(FactSet.All, FactSet.Empty, FactSet.All);
    public static readonly FlowValue Null = new(FactSet.All, FactSet.All, FactSet.Empty);
    public static readonly FlowValue NonNull = new(FactSet.Empty, FactSet.Empty, FactSet.All);

    /// <summary>The values of a tuple's elements.</summary>
    public EquatableArray<FlowValue> Elements { get; init; } = [];

    /// <summary>The facts if it is not null.</summary>
    public FactSet IfNotNull => IfTrue.Intersect(IfFalse);

    /// <summary>Creates the value of a condition.</summary>
    public static FlowValue FromCondition(FactSet ifTrue, FactSet ifFalse) => new(ifTrue, ifFalse, FactSet.All);

    /// <summary>Creates the value of a member that only some servers send.</summary>
    public static FlowValue FromMember(FactSet ifNotNull) => new(ifNotNull, ifNotNull, FactSet.Empty);

    public FlowValue Not() => new(IfFalse, IfTrue, IfNull);

    public FlowValue And(FlowValue other) =>
        FromCondition(IfTrue.Union(other.IfTrue), IfFalse.Intersect(other.IfFalse));

    public FlowValue Or(FlowValue other) => FromCondition(IfTrue.Intersect(other.IfTrue), IfFalse.Union(other.IfFalse));

    /// <summary>Creates the value of <c>==</c>: equal values are both true, both false or both null.</summary>
    public FlowValue Compare(FlowValue other)
    {
        FactSet both = IfTrue
            .Union(other.IfTrue)
            .Intersect(IfFalse.Union(other.IfFalse))
            .Intersect(IfNull.Union(other.IfNull));
        return FromCondition(both, other.ExcludeFrom(this) ?? ExcludeFrom(other) ?? FactSet.Empty);
    }

    /// <summary>Creates the value of <c>== null</c>.</summary>
    public FlowValue CheckNull() => FromCondition(IfNull, IfNotNull);

    /// <summary>Changes all facts.</summary>
    public FlowValue Select(Func<FactSet, FactSet> change) =>
        new(change(IfTrue), change(IfFalse), change(IfNull))
        {
            Elements = Elements.Select(element => element.Select(change)).ToEquatableArray(),
        };

    /// <summary>Creates what is implied by either of two values.</summary>
    public FlowValue Intersect(FlowValue other) =>
        new(IfTrue.Intersect(other.IfTrue), IfFalse.Intersect(other.IfFalse), IfNull.Intersect(other.IfNull))
        {
            Elements =
                Elements.Count == other.Elements.Count
                    ? Elements.Zip(other.Elements, (one, another) => one.Intersect(another)).ToEquatableArray()
                    : [],
        };

    /// <summary>Returns the facts if another value differs from this constant; null if it is not a constant.</summary>
    private FactSet? ExcludeFrom(FlowValue other) =>
        Equals(True) ? other.IfFalse.Intersect(other.IfNull)
        : Equals(False) ? other.IfTrue.Intersect(other.IfNull)
        : Equals(Null) ? other.IfNotNull
        : null;
}
