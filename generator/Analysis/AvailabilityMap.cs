using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace QmpGen.Generator.Analysis;

/// <summary>The features of the bindings that only some releases have.</summary>
/// <remarks>A feature is a generated type, a property or an enum field. A method of a client stands for the record of
/// its command.</remarks>
internal sealed class AvailabilityMap(Compilation compilation, MergedNamespaces namespaces)
{
    private readonly INamedTypeSymbol? _attribute = compilation.GetTypeByMetadataName("QmpGen.QmpAvailableInAttribute");

    private readonly ConcurrentDictionary<ISymbol, ISymbol?> _partial = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, ImmutableHashSet<string>?> _releases = new(
        SymbolEqualityComparer.Default
    );

    /// <summary>Finds the feature that a use of a symbol requires, or returns null if every release has it.</summary>
    public ISymbol? FindPartial(ISymbol symbol) =>
        namespaces.GetReleases(symbol) is null ? null : _partial.GetOrAdd(symbol.OriginalDefinition, ComputePartial);

    /// <summary>Gets the supported releases that have a feature, or null if it is not in a merged namespace.</summary>
    public ImmutableHashSet<string>? GetReleases(ISymbol feature) => _releases.GetOrAdd(feature, ComputeReleases);

    /// <summary>Returns whether every supported release has a feature.</summary>
    public bool IsInAll(ISymbol feature) =>
        GetReleases(feature) is { } releases && namespaces.GetReleases(feature)!.All.IsSubsetOf(releases);

    /// <summary>Lists the supported releases that lack a feature.</summary>
    public string FormatMissing(ISymbol feature) =>
        namespaces.GetReleases(feature)!.FormatMissing(GetReleases(feature)!);

    /// <summary>Lists the supported releases.</summary>
    public string FormatAll(ISymbol feature) => string.Join(", ", namespaces.GetReleases(feature)!.Labels);

    private ISymbol? ComputePartial(ISymbol symbol) =>
        symbol switch
        {
            INamedTypeSymbol => IsInAll(symbol) ? null : symbol,
            IMethodSymbol method => FindPartialCommand(method),
            IPropertySymbol or IFieldSymbol when IsPartialMember(symbol) => symbol,
            IFieldSymbol { ContainingType.TypeKind: TypeKind.Enum } => FindPartial(symbol.ContainingType),
            _ => null,
        };

    private ISymbol? FindPartialCommand(IMethodSymbol method)
    {
        if (ReadAttribute(method) is null)
        {
            return null;
        }

        const string Suffix = "Async";
        string name = method.Name.EndsWith(Suffix, StringComparison.Ordinal)
            ? method.Name.Substring(0, method.Name.Length - Suffix.Length)
            : method.Name;
        return method.ContainingNamespace.GetTypeMembers($"{name}Command").FirstOrDefault() is { } record
                ? FindPartial(record)
            : IsInAll(method) ? null
            : method;
    }

    /// <summary>Returns whether a release has the type but not the member.</summary>
    private bool IsPartialMember(ISymbol member) =>
        !member.IsImplicitlyDeclared
        && ReadAttribute(member) is { } releases
        && GetReleases(member.ContainingType) is { } all
        && !all.IsSubsetOf(releases);

    private ImmutableHashSet<string>? ComputeReleases(ISymbol feature)
    {
        if (namespaces.GetReleases(feature) is not { } list)
        {
            return null;
        }

        ImmutableHashSet<string> all =
            (feature.ContainingType is { } container ? GetReleases(container) : null) ?? list.All;
        return ReadAttribute(feature) is { } releases ? all.Intersect(releases) : all;
    }

    private ImmutableArray<string>? ReadAttribute(ISymbol symbol) =>
        symbol
            .GetAttributes()
            .FirstOrDefault(data => SymbolEqualityComparer.Default.Equals(data.AttributeClass, _attribute))
            ?.ConstructorArguments[0]
            .ReadLabels();
}
