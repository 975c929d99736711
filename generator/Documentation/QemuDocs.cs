namespace QmpGen.Generator.Documentation;

/// <summary>Finds documentation by the names in QEMU's source.</summary>
internal sealed class QemuDocs
{
    // QEMU has up to three. The limit ends circles in a broken source.
    private const int MaxParents = 32;

    private const string WrapperStart = "q_obj_";
    private const string WrapperEnd = "-wrapper";

    private readonly Dictionary<string, DefinitionDoc> _definitions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, EntityDoc>> _parts = new(StringComparer.Ordinal);

    /// <param name="definitions">The definitions; the first of each name counts.</param>
    public QemuDocs(IEnumerable<DefinitionDoc> definitions)
    {
        foreach (DefinitionDoc definition in definitions)
        {
            if (!_definitions.ContainsKey(definition.Self.Name))
            {
                _definitions.Add(definition.Self.Name, definition);
            }
        }
    }

    /// <summary>Measures the texts of the members, arguments or values of a definition.</summary>
    public int MeasureParts(string name) => FindDefinition(name)?.Parts.Sum(part => part.Text.Length) ?? 0;

    public bool IsEmpty => _definitions.Count == 0;

    /// <summary>Finds the documentation of a command, an event or a type.</summary>
    public EntityDoc? Find(string? name) => FindDefinition(name)?.Self;

    /// <summary>Finds the documentation of a member, an argument or a value, inherited ones included.</summary>
    public EntityDoc? Find(string? name, string part)
    {
        DefinitionDoc? definition = FindDefinition(name);
        for (int i = 0; definition is not null && i < MaxParents; i++, definition = FindDefinition(definition.Parent))
        {
            if (GetParts(definition).TryGetValue(part, out EntityDoc? doc))
            {
                return doc;
            }
        }

        return null;
    }

    /// <summary>Gets the parts with a text or a version; the first of each name counts.</summary>
    private Dictionary<string, EntityDoc> GetParts(DefinitionDoc definition)
    {
        if (!_parts.TryGetValue(definition.Self.Name, out Dictionary<string, EntityDoc>? parts))
        {
            parts = new(StringComparer.Ordinal);
            foreach (EntityDoc part in definition.Parts.Where(part => part.Text.Length > 0 || part.Since is not null))
            {
                if (!parts.ContainsKey(part.Name))
                {
                    parts.Add(part.Name, part);
                }
            }

            _parts.Add(definition.Self.Name, parts);
        }

        return parts;
    }

    /// <summary>Finds a definition; the wrappers of old simple unions lead to the wrapped type.</summary>
    private DefinitionDoc? FindDefinition(string? name)
    {
        if (name is null || _definitions.Count == 0)
        {
            return null;
        }

        bool isWrapper =
            name.StartsWith(WrapperStart, StringComparison.Ordinal)
            && name.EndsWith(WrapperEnd, StringComparison.Ordinal);
        string known = isWrapper
            ? name.Substring(WrapperStart.Length, name.Length - WrapperStart.Length - WrapperEnd.Length)
            : name;
        return _definitions.TryGetValue(known, out DefinitionDoc? definition) ? definition : null;
    }
}
