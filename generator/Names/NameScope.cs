using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Names;

/// <summary>The names used in one scope. A name that is taken gets a suffix, then a number.</summary>
internal sealed class NameScope(IEnumerable<string> reserved)
{
    private const string TypeSuffix = "Value";

    private readonly HashSet<string> _taken = new(reserved, StringComparer.Ordinal);

    /// <summary>Reserves a name, or the nearest one that is free.</summary>
    public string Reserve(string wanted, string suffix = "")
    {
        string name = wanted;
        if (!_taken.Add(name))
        {
            name = wanted + suffix;
            for (int number = 2; !_taken.Add(name); number++)
            {
                name = wanted + suffix + number;
            }
        }

        return name;
    }

    /// <summary>Reserves a name for a type. An enum also reserves the name of its extension class.</summary>
    public string ReserveType(SchemaType type, string wanted)
    {
        string companion = type is EnumType ? ReservedNames.ExtensionsSuffix : "";
        string first =
            FrameworkNames.Contains(wanted) || FrameworkNames.Contains(wanted + companion)
                ? wanted + TypeSuffix
                : wanted;
        string name = first;
        for (int number = 2; _taken.Contains(name) || _taken.Contains(name + companion); number++)
        {
            name = first + number;
        }

        _taken.Add(name + companion);
        _taken.Add(name);
        return name;
    }

    /// <summary>Reserves a name for each wire name.</summary>
    /// <remarks>
    /// The names are reserved in the order of the wire names, so that the order of the schema does not matter.
    /// </remarks>
    public IReadOnlyDictionary<string, string> ReserveAll(IEnumerable<string> wireNames, string suffix = "")
    {
        Dictionary<string, string> names = new(StringComparer.Ordinal);
        foreach (
            string wireName in wireNames.Distinct(StringComparer.Ordinal).OrderBy(name => name, StringComparer.Ordinal)
        )
        {
            names.Add(wireName, Reserve(CSharpName.ToPascalCase(wireName), suffix));
        }

        return names;
    }
}
