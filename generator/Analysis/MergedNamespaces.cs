using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace QmpGen.Generator.Analysis;

/// <summary>The generated namespaces of several releases, in the compilation and its references.</summary>
internal sealed class MergedNamespaces
{
    private const string Runtime = "QmpGen";

    private readonly ImmutableDictionary<ISymbol, ImmutableDictionary<string, ReleaseList>> _assemblies;
    private readonly ConcurrentDictionary<INamespaceSymbol, ReleaseList?> _namespaces = new(
        SymbolEqualityComparer.Default
    );

    private MergedNamespaces(
        ImmutableDictionary<ISymbol, ImmutableDictionary<string, ReleaseList>> assemblies,
        ImmutableArray<MinimumRelease> invalidMinimums
    )
    {
        _assemblies = assemblies;
        InvalidMinimums = invalidMinimums;
    }

    /// <summary>The minimum releases that are not in a namespace.</summary>
    public ImmutableArray<MinimumRelease> InvalidMinimums { get; }

    /// <summary>The labels of all namespaces.</summary>
    public string Labels =>
        string.Join(
            ", ",
            _assemblies.Values.SelectMany(names => names.Values).SelectMany(list => list.Labels).Distinct()
        );

    /// <summary>Finds the namespaces, or returns null if there are none.</summary>
    public static MergedNamespaces? Find(Compilation compilation)
    {
        if (compilation.GetTypeByMetadataName("QmpGen.QmpReleasesAttribute") is not { } attribute)
        {
            return null;
        }

        Dictionary<IAssemblySymbol, ImmutableDictionary<string, ImmutableArray<string>>> found = new(
            SymbolEqualityComparer.Default
        );
        foreach (
            IAssemblySymbol assembly in compilation.SourceModule.ReferencedAssemblySymbols.Add(compilation.Assembly)
        )
        {
            if (UsesRuntime(assembly) && ReadReleases(assembly, attribute) is { IsEmpty: false } releases)
            {
                found.Add(assembly, releases);
            }
        }

        return found.Count == 0 ? null : Create(found, MinimumRelease.ReadAll(compilation));
    }

    /// <summary>Finds the releases of the namespace that a symbol is in, or returns null.</summary>
    public ReleaseList? GetReleases(ISymbol symbol) =>
        symbol.ContainingAssembly is { } assembly
        && symbol.ContainingNamespace is { } space
        && _assemblies.TryGetValue(assembly, out ImmutableDictionary<string, ReleaseList>? names)
            ? _namespaces.GetOrAdd(
                space,
                key => names.TryGetValue(key.ToDisplayString(), out ReleaseList? list) ? list : null
            )
            : null;

    /// <summary>Returns whether an assembly can have attributes of the runtime.</summary>
    public static bool UsesRuntime(IAssemblySymbol assembly) =>
        assembly is ISourceAssemblySymbol
        || assembly.Modules.Any(module => module.ReferencedAssemblies.Any(reference => reference.Name == Runtime));

    private static ImmutableDictionary<string, ImmutableArray<string>> ReadReleases(
        IAssemblySymbol assembly,
        INamedTypeSymbol attribute
    ) =>
        assembly
            .GetAttributes()
            .Where(data => SymbolEqualityComparer.Default.Equals(data.AttributeClass, attribute))
            .Where(data => data.ConstructorArguments is [{ Value: string }, { Kind: TypedConstantKind.Array }])
            .GroupBy(data => (string)data.ConstructorArguments[0].Value!, StringComparer.Ordinal)
            .ToImmutableDictionary(group => group.Key, group => group.First().ConstructorArguments[1].ReadLabels());

    private static MergedNamespaces Create(
        Dictionary<IAssemblySymbol, ImmutableDictionary<string, ImmutableArray<string>>> found,
        ImmutableArray<MinimumRelease> minimums
    )
    {
        HashSet<MinimumRelease> used = [];
        ImmutableDictionary<ISymbol, ImmutableDictionary<string, ReleaseList>> assemblies = found.ToImmutableDictionary(
            pair => (ISymbol)pair.Key,
            pair =>
                pair.Value.ToImmutableDictionary(
                    space => space.Key,
                    space => new ReleaseList(space.Value, FindMinimum(space.Key, space.Value))
                ),
            SymbolEqualityComparer.Default
        );
        return new MergedNamespaces(assemblies, minimums.RemoveAll(used.Contains));

        int FindMinimum(string name, ImmutableArray<string> labels)
        {
            MinimumRelease[] matching = [.. minimums.Where(minimum => minimum.Matches(name, labels))];
            used.UnionWith(matching);
            return matching.Select(minimum => labels.IndexOf(minimum.Label)).DefaultIfEmpty(0).Max();
        }
    }
}
