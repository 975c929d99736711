using Microsoft.CodeAnalysis;

namespace QmpGen.Generator.Analysis;

/// <summary>A use of a feature that only some releases have.</summary>
/// <param name="Feature">The feature.</param>
/// <param name="Client">The client that is used, or null if the use does not have one.</param>
/// <param name="ClientText">The expression of the client, or empty.</param>
/// <param name="Operation">The operation.</param>
internal sealed record FeatureUse(ISymbol Feature, ClientPath? Client, string ClientText, IOperation Operation)
{
    /// <summary>Returns whether one of the facts states that the server has the feature.</summary>
    public bool IsCoveredBy(FactSet facts, FeatureCoverage coverage) =>
        facts.Any(fact => MatchesClient(fact) && (fact.Feature is null || coverage.Implies(fact.Feature, Feature)));

    private bool MatchesClient(Fact fact) => fact.Client is null || Client is null || fact.Client.IsSameAs(Client);
}
