using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Names;

/// <summary>The names that are taken in one place, and the rule for a second comer: a suffix, then a number.</summary>
internal sealed class NameScope(IEnumerable<string> reserved)
{
    private readonly HashSet<string> _taken = new(reserved, StringComparer.Ordinal);

    /// <summary>Takes a name, or the nearest that is free.</summary>
    public string Take(string wanted, string suffix = "")
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

    /// <summary>Takes a name for a type; with that of an enum goes the one of the class with its texts, so that both
    /// must be free.</summary>
    public string TakeType(SchemaType type, string wanted)
    {
        string companion = type is EnumType ? TypeNames.ExtensionsSuffix : "";
        string name = wanted;
        for (int number = 2; _taken.Contains(name) || _taken.Contains(name + companion); number++)
        {
            name = wanted + number;
        }

        _taken.Add(name + companion);
        _taken.Add(name);
        return name;
    }

    /// <summary>
    /// Takes a name for each wire name. Where two of them come out alike the order of the wire names decides, not that
    /// of the schema, so that
    /// a schema that lists them in another order names them the same.
    /// </summary>
    public IReadOnlyDictionary<string, string> TakeAll(IEnumerable<string> wireNames, string suffix = "")
    {
        Dictionary<string, string> names = new(StringComparer.Ordinal);
        foreach (
            string wireName in wireNames.Distinct(StringComparer.Ordinal).OrderBy(name => name, StringComparer.Ordinal)
        )
        {
            names.Add(wireName, Take(CSharpName.Pascal(wireName), suffix));
        }

        return names;
    }
}
