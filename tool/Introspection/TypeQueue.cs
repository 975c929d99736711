using QmpGen.Generator.Diagnostics;
using QmpGen.Tool.Qapi;

namespace QmpGen.Tool.Introspection;

/// <summary>A type as a dump knows it: an array of a type is one of its own.</summary>
internal readonly record struct UsedType(QapiType Type, bool IsArray)
{
    public string Name => IsArray ? $"[{Type.Name}]" : Type.Name;
}

/// <summary>
/// The types in the order in which they are first used. A use counts in a build that lacks the user too, because QEMU
/// leaves parts out only
/// when it compiles the dump: so types that nothing refers to are in it, and builds agree in the order.
/// </summary>
internal sealed class TypeQueue
{
    private static readonly QapiObject s_empty = new("q_empty", SourceSpan.FromPath("builtin"), []);
    private static readonly QapiBuiltin s_int = QapiBuiltin.All.Single(builtin => builtin.Name == "int");

    private readonly List<UsedType> _types = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>Uses a type, which for a null reference is the empty object.</summary>
    /// <returns>Its name in the dump.</returns>
    public string Use(QapiTypeReference? reference)
    {
        QapiType type = reference?.Target switch
        {
            null => s_empty,
            QapiBuiltin { IsInteger: true } => s_int,
            { } target => target,
        };
        UsedType used = new(type, reference is { IsArray: true });
        Add(used);
        if (used.IsArray)
        {
            Add(used with { IsArray = false });
        }

        return used.Name;
    }

    /// <summary>All types; those that are used meanwhile too.</summary>
    public IEnumerable<UsedType> Drain()
    {
        for (int i = 0; i < _types.Count; i++)
        {
            yield return _types[i];
        }
    }

    private void Add(UsedType type)
    {
        if (_names.Add(type.Name))
        {
            _types.Add(type);
        }
    }
}
