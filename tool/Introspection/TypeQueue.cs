using QmpGen.Generator.Diagnostics;
using QmpGen.Tool.Qapi;

namespace QmpGen.Tool.Introspection;

/// <summary>A type in a dump. An array of a type is a separate type.</summary>
internal readonly record struct DumpType(QapiType Type, bool IsArray)
{
    public string Name => IsArray ? $"[{Type.Name}]" : Type.Name;
}

/// <summary>The types of a dump, in the order of the first reference.</summary>
/// <remarks>
/// References from excluded parts count too, because QEMU excludes them only when it compiles the dump. So dumps have
/// unreferenced types, and the order is the same in all builds.
/// </remarks>
internal sealed class TypeQueue
{
    private static readonly QapiObject s_empty = new("q_empty", SourceSpan.FromFile("builtin"), []);
    private static readonly QapiBuiltin s_int = QapiBuiltin.All.Single(builtin => builtin.Name == "int");

    private readonly List<DumpType> _types = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>Adds a referenced type. A null reference is the empty object.</summary>
    /// <returns>The name of the type in the dump.</returns>
    public string Enqueue(QapiTypeReference? reference)
    {
        QapiType type = reference?.Target switch
        {
            null => s_empty,
            QapiBuiltin { IsInteger: true } => s_int,
            { } target => target,
        };
        DumpType added = new(type, reference is { IsArray: true });
        Add(added);
        if (added.IsArray)
        {
            Add(added with { IsArray = false });
        }

        return added.Name;
    }

    /// <summary>Returns all types, including types that are added during the enumeration.</summary>
    public IEnumerable<DumpType> Drain()
    {
        for (int i = 0; i < _types.Count; i++)
        {
            yield return _types[i];
        }
    }

    private void Add(DumpType type)
    {
        if (_names.Add(type.Name))
        {
            _types.Add(type);
        }
    }
}
