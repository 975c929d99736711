using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Names.Catalogue;

/// <summary>A command, event or type of a dump, by the parts that a catalogue knows too.</summary>
internal sealed class DumpNode(EntryKind kind, SchemaEntity entity)
{
    public EntryKind Kind => kind;

    public SchemaEntity Entity => entity;

    /// <summary>Whether the dump hides the name of the type behind a number.</summary>
    public bool IsMasked => SchemaFacts.IsMasked(entity);

    /// <summary>The parts, in an order that is not the dump's.</summary>
    public IReadOnlyList<DumpPart> Parts { get; set; } = [];

    /// <summary>The nodes that stand in its places.</summary>
    public IEnumerable<DumpNode> Targets => Parts.Where(part => part.Target is not null).Select(part => part.Target!);
}

/// <summary>What stands in one place of a node.</summary>
/// <param name="Lists">In how many lists it stands.</param>
/// <param name="Target">The type, where that has parts.</param>
/// <param name="Builtin">The type, where it is built in.</param>
internal sealed record DumpPart(PartKey Key, int Lists, DumpNode? Target, BuiltinKind? Builtin);

/// <summary>A dump for walking: commands and events as roots, types beneath, lists taken as what is in them.</summary>
internal sealed class DumpGraph
{
    private readonly Dictionary<string, DumpNode> _types = new(StringComparer.Ordinal);

    public DumpGraph(QmpSchema schema)
    {
        foreach (SchemaType type in schema.Types.Values)
        {
            if (SchemaPlaces.KindOf(type) is { } kind)
            {
                _types.Add(type.Name, new DumpNode(kind, type));
            }
        }

        foreach (DumpNode node in _types.Values)
        {
            node.Parts = Ordered(PartsOf(node.Entity));
        }

        Roots =
        [
            .. schema
                .Commands.OrderBy(command => command.Name, StringComparer.Ordinal)
                .Select(command => Root(EntryKind.Command, command)),
            .. schema
                .Events.OrderBy(@event => @event.Name, StringComparer.Ordinal)
                .Select(@event => Root(EntryKind.Event, @event)),
        ];
    }

    /// <summary>The commands, then the events, by name.</summary>
    public IReadOnlyList<DumpNode> Roots { get; }

    /// <summary>Whether a type may have a name: one that the dump itself names has that one, and no other type
    /// does.</summary>
    public bool MayBeNamed(DumpNode type, string name) =>
        type.IsMasked ? !_types.ContainsKey(name) : type.Entity.Name == name;

    private DumpNode Root(EntryKind kind, SchemaEntity entity) =>
        new(kind, entity) { Parts = Ordered(PartsOf(entity)) };

    private IEnumerable<DumpPart> PartsOf(SchemaEntity entity) =>
        SchemaPlaces
            .Of(entity)
            .SelectMany(place =>
                place.Type is null ? [new DumpPart(place.Key, 0, null, null)] : PartsOf(place.Key, place.Type.Target)
            );

    private IEnumerable<DumpPart> PartsOf(PartKey key, SchemaType type)
    {
        int lists = 0;
        for (; type is ArrayType array && lists < ArrayType.MaxDepth; lists++)
        {
            type = array.Item.Target;
        }

        return type switch
        {
            BuiltinType builtin => [new DumpPart(key, lists, null, builtin.Kind)],
            _ => _types.TryGetValue(type.Name, out DumpNode? node) ? [new DumpPart(key, lists, node, null)] : [],
        };
    }

    private static IReadOnlyList<DumpPart> Ordered(IEnumerable<DumpPart> parts) =>
        [.. parts.OrderBy(part => part.Key.Role).ThenBy(part => part.Key.Name, StringComparer.Ordinal)];
}
