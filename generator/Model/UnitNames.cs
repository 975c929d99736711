using System.Globalization;
using QmpGen.Generator.Collections;

namespace QmpGen.Generator.Model;

/// <summary>Which file a declaration is printed into: by kind and first letter, so that it never moves when others come
/// and go.</summary>
internal static class UnitNames
{
    // The file's full path must fit into 260 characters on Windows.
    private const int MaxPrefix = 36;

    public static IEnumerable<UnitModel> Group(
        string kind,
        UnitHeader header,
        IEnumerable<DeclarationModel> declarations
    ) =>
        declarations
            .GroupBy(declaration => char.ToUpperInvariant(declaration.Name[0]))
            .OrderBy(group => group.Key)
            .Select(group => new UnitModel(
                HintName(header.Namespace, $"{kind}.{group.Key}"),
                header,
                group.OrderBy(declaration => declaration.Name, StringComparer.Ordinal).ToEquatableArray()
            ));

    public static string HintName(string @namespace, string unit) => $"{Prefix(@namespace)}.{unit}.g.cs";

    private static string Prefix(string @namespace)
    {
        uint hash = 2166136261;
        foreach (char c in @namespace)
        {
            hash = unchecked((hash ^ c) * 16777619);
        }

        // Hint names are compared without regard to case; namespaces are not.
        bool unambiguous = @namespace.Length <= MaxPrefix && @namespace.All(c => c < 128);
        return unambiguous
            ? @namespace
            : $"{@namespace.Substring(0, Math.Min(@namespace.Length, 20))}-{hash.ToString("x8", CultureInfo.InvariantCulture)}";
    }
}
