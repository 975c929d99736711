using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace QmpGen.Generator.Analysis;

/// <summary>The features of a compilation: what a check, an annotation and a use refer to.</summary>
internal sealed class FeatureModel
{
    private readonly ConcurrentDictionary<IAssemblySymbol, bool> _annotatedAssemblies = new(
        SymbolEqualityComparer.Default
    );

    private readonly ConcurrentDictionary<ISymbol, ImmutableArray<ISymbol>> _requirements = new(
        SymbolEqualityComparer.Default
    );

    public FeatureModel(Compilation compilation, MergedNamespaces namespaces)
    {
        Types = new RuntimeTypes(compilation);
        Availability = new AvailabilityMap(compilation, namespaces);
        Coverage = new FeatureCoverage(Availability);
    }

    public RuntimeTypes Types { get; }

    public AvailabilityMap Availability { get; }

    public FeatureCoverage Coverage { get; }

    /// <summary>Finds the feature that a call of <c>Supports</c> checks, or returns null.</summary>
    public ISymbol? FindCheckedFeature(IInvocationOperation guard)
    {
        ISymbol? feature = guard switch
        {
            { Arguments.IsEmpty: true, TargetMethod.TypeArguments: [INamedTypeSymbol type] } => type.OriginalDefinition,
            { Arguments: [var argument] }
                when argument.Value.SkipConversions()
                    is IFieldReferenceOperation { Field: { HasConstantValue: true } field } =>
                FeatureTokens.FindFeature(field),
            _ => null,
        };
        return feature is not null && Availability.GetReleases(feature) is not null ? feature : null;
    }

    /// <summary>Gets the features that the annotations of a member and its types require.</summary>
    public ImmutableArray<ISymbol> GetRequirements(ISymbol? member)
    {
        return
            member?.ContainingAssembly is { } assembly
            && _annotatedAssemblies.GetOrAdd(assembly, MergedNamespaces.UsesRuntime)
            ? _requirements.GetOrAdd(member.OriginalDefinition, Read)
            : ImmutableArray<ISymbol>.Empty;

        ImmutableArray<ISymbol> Read(ISymbol symbol) =>
            symbol
                .GetAttributes()
                .Where(Types.IsRequirement)
                .Select(ReadRequirement)
                .OfType<ISymbol>()
                .Concat(GetRequirements((symbol as IMethodSymbol)?.AssociatedSymbol))
                .Concat(GetRequirements(symbol.ContainingSymbol is INamespaceSymbol ? null : symbol.ContainingSymbol))
                .Distinct<ISymbol>(SymbolEqualityComparer.Default)
                .ToImmutableArray();
    }

    private static ISymbol? ReadRequirement(AttributeData attribute) =>
        attribute.ConstructorArguments is [var argument]
            ? argument switch
            {
                { Kind: TypedConstantKind.Type, Value: INamedTypeSymbol type } => type.OriginalDefinition,
                { Kind: TypedConstantKind.Enum, Type: { } type } => type.GetMembers()
                    .OfType<IFieldSymbol>()
                    .Where(field => field.HasConstantValue && Equals(field.ConstantValue, argument.Value))
                    .Select(FeatureTokens.FindFeature)
                    .FirstOrDefault(),
                _ => null,
            }
            : null;
}
