using Microsoft.CodeAnalysis;

namespace QmpGen.Generator.Analysis;

/// <summary>Converts between features and the values of generated classes such as <c>QemuFeatures</c>.</summary>
internal static class FeatureTokens
{
    private const string ClassSuffix = "Features";

    private const string BranchSuffix = "Branch";

    private static readonly string[] s_suffixes = ["Command", "Event"];

    /// <summary>Finds the member or enum value of an enum field, which is a token or the value itself.</summary>
    public static ISymbol? FindFeature(IFieldSymbol field)
    {
        if (field.ContainingType.ContainingType is not { IsStatic: true } features)
        {
            return field.OriginalDefinition;
        }

        return features.Name.EndsWith(ClassSuffix, StringComparison.Ordinal)
            ? FindTypes(features.ContainingNamespace, field.ContainingType.Name)
                .Select(type => FindMember(type, field.Name))
                .FirstOrDefault(member => member is not null)
            : null;
    }

    /// <summary>Formats the argument of a check, such as <c>QemuFeatures.BlockdevMirror.CopyMode</c>.</summary>
    public static string FormatToken(ISymbol member)
    {
        INamedTypeSymbol type = member.ContainingType;
        if (type.TypeKind == TypeKind.Enum)
        {
            return $"{type.Name}.{member.Name}";
        }

        string name = string.Concat(EnumerateOutermostFirst(type).Select(part => part.Name));
        string[] names = [name, .. s_suffixes.Select(suffix => TrimEnd(name, suffix)), name + BranchSuffix];
        return type
            .ContainingNamespace.GetTypeMembers()
            .Where(features => features.IsStatic && features.Name.EndsWith(ClassSuffix, StringComparison.Ordinal))
            .SelectMany(features =>
                names
                    .Where(candidate => features.GetTypeMembers(candidate).Any(token => HasField(token, member.Name)))
                    .Take(1)
                    .Select(candidate => $"{features.Name}.{candidate}.{member.Name}")
            )
            .DefaultIfEmpty($"{ClassSuffix}.{name}.{member.Name}")
            .First();
    }

    /// <summary>Lists the types that the name of a nested enum can stand for, the likeliest first.</summary>
    private static IEnumerable<INamedTypeSymbol> FindTypes(INamespaceSymbol container, string name) =>
        s_suffixes
            .Prepend("")
            .SelectMany(suffix => container.GetTypeMembers(name + suffix))
            .Concat(FindBranches(container, name))
            .Concat(FindBranches(container, TrimEnd(name, BranchSuffix)));

    /// <summary>Finds branches by their name after the names of the types that contain them.</summary>
    private static IEnumerable<INamedTypeSymbol> FindBranches(INamespaceOrTypeSymbol container, string name) =>
        Enumerable
            .Range(1, Math.Max(0, name.Length - 1))
            .SelectMany(length => container.GetTypeMembers(name.Substring(0, length)))
            .SelectMany(outer =>
            {
                string rest = name.Substring(outer.Name.Length);
                return outer.GetTypeMembers(rest).Concat(FindBranches(outer, rest));
            });

    private static ISymbol? FindMember(INamedTypeSymbol type, string name) =>
        type.GetMembers(name).FirstOrDefault(member => member is IPropertySymbol or IFieldSymbol)
        ?? (type.BaseType is { } baseType ? FindMember(baseType, name) : null);

    private static bool HasField(INamedTypeSymbol token, string name) => token.GetMembers(name).Any();

    private static IEnumerable<INamedTypeSymbol> EnumerateOutermostFirst(INamedTypeSymbol type)
    {
        if (type.ContainingType is { } outer)
        {
            foreach (INamedTypeSymbol part in EnumerateOutermostFirst(outer))
            {
                yield return part;
            }
        }

        yield return type;
    }

    private static string TrimEnd(string name, string suffix) =>
        name.EndsWith(suffix, StringComparison.Ordinal) ? name.Substring(0, name.Length - suffix.Length) : name;
}
