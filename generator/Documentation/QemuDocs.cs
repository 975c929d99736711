namespace QmpGen.Generator.Documentation;

/// <summary>Finds documentation by the names in QEMU's source.</summary>
internal sealed class QemuDocs
{
    // QEMU has up to three. The limit ends circles in a broken source.
    private const int MaxParents = 32;

    private const string WrapperStart = "q_obj_";
    private const string WrapperEnd = "-wrapper";

    private readonly Dictionary<string, DefinitionDoc> _definitions = new(StringComparer.Ordinal);

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

    public bool IsEmpty => _definitions.Count == 0;

    /// <summary>Finds the documentation of a command, an event or a type.</summary>
    public EntityDoc? Find(string? name) => FindDefinition(name)?.Self;

    /// <summary>Finds the documentation of a member, an argument or a value, inherited ones included.</summary>
    public EntityDoc? Find(string? name, string part)
    {
        DefinitionDoc? definition = FindDefinition(name);
        for (int i = 0; definition is not null && i < MaxParents; i++, definition = FindDefinition(definition.Parent))
        {
            foreach (EntityDoc doc in definition.Parts)
            {
                if (doc.Name == part && (doc.Text.Length > 0 || doc.Since is not null))
                {
                    return doc;
                }
            }
        }

        return null;
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
