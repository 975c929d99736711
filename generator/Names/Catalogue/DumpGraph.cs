using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Names.Catalogue;

/// <summary>A command, event or type of a dump, in the terms of a catalogue.</summary>
internal sealed class DumpNode(EntryKind kind, SchemaEntity entity)
{
    public EntryKind Kind => kind;

    public SchemaEntity Entity => entity;

    /// <summary>The places, sorted by their keys.</summary>
    public IReadOnlyList<DumpPlace> Places { get; set; } = [];

    /// <summary>The nodes at the places.</summary>
    public IEnumerable<DumpNode> Targets =>
        Places.Where(place => place.Target is not null).Select(place => place.Target!);
}

/// <summary>A place of a node.</summary>
/// <param name="ListDepth">The number of lists around the type.</param>
/// <param name="Target">The type, if it has places.</param>
/// <param name="Builtin">The type, if it is a builtin.</param>
internal sealed record DumpPlace(PlaceKey Key, int ListDepth, DumpNode? Target, BuiltinKind? Builtin);

/// <summary>The graph of a dump: commands and events as roots, and the types that they reach.</summary>
/// <remarks>Each list is replaced by its items.</remarks>
internal sealed class DumpGraph
{
    private readonly Dictionary<string, DumpNode> _types = new(StringComparer.Ordinal);

    public DumpGraph(QmpSchema schema)
    {
        foreach (SchemaType type in schema.Types.Values)
        {
            if (EntryKinds.FromEntity(type) is { } kind)
            {
                _types.Add(type.Name, new DumpNode(kind, type));
            }
        }

        foreach (DumpNode node in _types.Values)
        {
            node.Places = Sort(GetPlaces(node.Entity));
        }

        Roots =
        [
            .. schema
                .Commands.OrderBy(command => command.Name, StringComparer.Ordinal)
                .Select(command => CreateRoot(EntryKind.Command, command)),
            .. schema
                .Events.OrderBy(@event => @event.Name, StringComparer.Ordinal)
                .Select(@event => CreateRoot(EntryKind.Event, @event)),
        ];
    }

    /// <summary>The commands, then the events, sorted by name.</summary>
    public IReadOnlyList<DumpNode> Roots { get; }

    /// <summary>The commands, events and types.</summary>
    public IEnumerable<DumpNode> Nodes => Roots.Concat(_types.Values);

    /// <summary>Gets whether a name does not contradict the names in the dump.</summary>
    public bool CanHaveName(DumpNode type, string name) =>
        type.Entity.IsMasked ? !_types.ContainsKey(name) : type.Entity.Name == name;

    private DumpNode CreateRoot(EntryKind kind, SchemaEntity entity) =>
        new(kind, entity) { Places = Sort(GetPlaces(entity)) };

    private IEnumerable<DumpPlace> GetPlaces(SchemaEntity entity) =>
        SchemaPlace
            .FromEntity(entity)
            .SelectMany(place =>
                place.Type is null ? [new DumpPlace(place.Key, 0, null, null)] : GetPlaces(place.Key, place.Type.Target)
            );

    private IEnumerable<DumpPlace> GetPlaces(PlaceKey key, SchemaType type)
    {
        int depth = 0;
        for (; type is ArrayType array && depth < ArrayType.MaxDepth; depth++)
        {
            type = array.Item.Target;
        }

        return type switch
        {
            BuiltinType builtin => [new DumpPlace(key, depth, null, builtin.Kind)],
            _ => _types.TryGetValue(type.Name, out DumpNode? node) ? [new DumpPlace(key, depth, node, null)] : [],
        };
    }

    private static IReadOnlyList<DumpPlace> Sort(IEnumerable<DumpPlace> places) =>
        [.. places.OrderBy(place => place.Key.Role).ThenBy(place => place.Key.Name, StringComparer.Ordinal)];
}
