using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Names;

/// <summary>The names used in one scope. A name that is taken gets a suffix, then a number.</summary>
/// <param name="reserved">The names that are taken from the start.</param>
/// <param name="inherited">More of them, which other scopes share.</param>
internal sealed class NameScope(IEnumerable<string> reserved, NameSet? inherited = null)
{
    private const string TypeSuffix = "Value";

    private readonly HashSet<string> _taken = new(reserved, StringComparer.Ordinal);

    // The first number that can be free for each name. Names are never released, so the search continues there.
    private readonly Dictionary<string, int> _next = new(StringComparer.Ordinal);

    /// <summary>Reserves a name, or the nearest one that is free.</summary>
    public string Reserve(string wanted, string suffix = "")
    {
        string name = IsTaken(wanted) ? FindFree(wanted + suffix, "") : wanted;
        _taken.Add(name);
        return name;
    }

    /// <summary>Reserves a name for a type. An enum also reserves the name of its extension class.</summary>
    public string ReserveType(SchemaType type, string wanted)
    {
        string companion = type is EnumType ? ReservedNames.ExtensionsSuffix : "";
        bool isFramework = FrameworkNames.Contains(wanted) || FrameworkNames.Contains(wanted + companion);
        string name = FindFree(isFramework ? wanted + TypeSuffix : wanted, companion);
        _taken.Add(name + companion);
        _taken.Add(name);
        return name;
    }

    private string FindFree(string wanted, string companion)
    {
        string key = $"{wanted} {companion}";
        int number = _next.TryGetValue(key, out int next) ? next : 1;
        string name;
        do
        {
            name = number == 1 ? wanted : wanted + number;
            number++;
        } while (IsTaken(name) || IsTaken(name + companion));
        _next[key] = number;
        return name;
    }

    private bool IsTaken(string name) => _taken.Contains(name) || inherited?.Contains(name) == true;

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
