namespace QmpGen.Generator.Names;

/// <summary>Names that a record inherits. The sets of nested records share those around them.</summary>
internal sealed class NameSet(IEnumerable<string> names, NameSet? outer = null)
{
    private readonly HashSet<string> _names = new(names, StringComparer.Ordinal);

    public bool Contains(string name) => _names.Contains(name) || outer?.Contains(name) == true;
}
