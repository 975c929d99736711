namespace QmpGen.Generator.Documentation;

/// <summary>What QEMU's source says, by the names that things have in it.</summary>
internal sealed class QemuDocs
{
    // QEMU has three; a source that leads in a circle is read too.
    private const int MaxParents = 32;

    private const string WrapperStart = "q_obj_";
    private const string WrapperEnd = "-wrapper";

    private readonly Dictionary<string, DefinitionDoc> _definitions = new(StringComparer.Ordinal);

    /// <param name="definitions">The definitions, of which the first of a name counts.</param>
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

    /// <summary>A project that names no source.</summary>
    public static QemuDocs None { get; } = new([]);

    public bool IsEmpty => _definitions.Count == 0;

    /// <summary>What is said about a command, an event or a type.</summary>
    public EntityDoc? Find(string? name) => DefinitionOf(name)?.Self;

    /// <summary>What is said about a member, an argument or a value, where it is defined.</summary>
    public EntityDoc? Find(string? name, string part)
    {
        DefinitionDoc? definition = DefinitionOf(name);
        for (int i = 0; definition is not null && i < MaxParents; i++, definition = DefinitionOf(definition.Parent))
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

    /// <summary>A definition; that of what is inside where an old simple union wraps it.</summary>
    private DefinitionDoc? DefinitionOf(string? name)
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
