using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace QmpGen.Generator.Analysis;

/// <summary>Evaluates what it implies that a value matches a pattern.</summary>
/// <param name="evaluate">Evaluates constants and the members in property patterns.</param>
internal sealed class PatternMatcher(Func<IOperation, FlowValue> evaluate)
{
    private static readonly FlowValue s_always = FlowValue.True;

    /// <summary>Creates the value of <c>is</c>.</summary>
    public FlowValue Match(IPatternOperation pattern, FlowValue value) =>
        pattern switch
        {
            IConstantPatternOperation constant => value.Compare(evaluate(constant.Value)),
            INegatedPatternOperation negated => Match(negated.Pattern, value).Not(),
            IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.And } binary => Match(binary.LeftPattern, value)
                .And(Match(binary.RightPattern, value)),
            IBinaryPatternOperation binary => Match(binary.LeftPattern, value).Or(Match(binary.RightPattern, value)),
            IDiscardPatternOperation or IDeclarationPatternOperation { MatchesNull: true } => s_always,
            IDeclarationPatternOperation { MatchedType: { } type } => MatchType(pattern, type, value),
            ITypePatternOperation type => MatchType(pattern, type.MatchedType, value),
            IRecursivePatternOperation recursive => MatchParts(recursive, value),
            _ => FlowValue.FromCondition(value.IfNotNull, FactSet.Empty),
        };

    private FlowValue MatchParts(IRecursivePatternOperation pattern, FlowValue value)
    {
        FlowValue matched = MatchType(pattern, pattern.MatchedType, value);
        if (pattern.DeconstructionSubpatterns.Length == value.Elements.Count)
        {
            matched = pattern
                .DeconstructionSubpatterns.Select((part, index) => Match(part, value.Elements[index]))
                .Aggregate(matched, (all, part) => all.And(part));
        }

        return pattern
            .PropertySubpatterns.Select(part => Match(part.Pattern, evaluate(part.Member)))
            .Aggregate(matched, (all, part) => all.And(part));
    }

    private static FlowValue MatchType(IPatternOperation pattern, ITypeSymbol type, FlowValue value) =>
        SymbolEqualityComparer.Default.Equals(pattern.InputType.WithoutNullable(), type)
            ? value.CheckNull().Not()
            : FlowValue.FromCondition(value.IfNotNull, FactSet.Empty);
}
