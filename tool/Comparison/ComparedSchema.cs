using System.Text;
using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Schema;

namespace QmpGen.Tool.Comparison;

/// <summary>The use of a type in a schema.</summary>
/// <param name="Referrer">The command, event or type of the first reference on the shortest path to the type.</param>
/// <param name="Place">The place of the type in the referrer.</param>
internal sealed record TypeUse(DumpNode Referrer, DumpPlace Place)
{
    /// <summary>The number of places that have the type.</summary>
    public int ReferenceCount { get; set; } = 1;

    public QmpSchemaDirections Directions { get; set; }

    /// <summary>Whether the type is only the arguments of one command or the data of one event.</summary>
    public bool IsArguments => ReferenceCount == 1 && Place.Key == PlaceKey.Arguments;
}

/// <summary>A schema with the names and uses of its types.</summary>
internal sealed class ComparedSchema
{
    // Paths of bounded length keep the output linear in the size of the schemas.
    private const int MaxPathLength = 16;

    private readonly SchemaMetadata _metadata;
    private readonly Dictionary<(EntryKind, string), DumpNode> _roots;
    private readonly Dictionary<DumpNode, TypeUse> _uses = [];
    private readonly Dictionary<DumpNode, string> _unusedNames = [];
    private readonly Dictionary<DumpNode, Dictionary<PlaceKey, DumpPlace>> _places = [];
    private readonly List<DumpNode> _types = [];

    /// <param name="catalogues">The catalogues of QEMU's names, in order of priority.</param>
    public ComparedSchema(QmpSchema schema, IReadOnlyList<NameCatalogue> catalogues)
    {
        _metadata = SchemaMetadata.Find(schema, catalogues, CancellationToken.None);
        DumpGraph graph = new(schema);
        _roots = graph.Roots.ToDictionary(root => (root.Kind, root.Entity.Name));
        CountReferences(graph);
        FindDirections(graph);
        AddUnusedTypes(graph, catalogues);
    }

    /// <summary>The commands and events.</summary>
    public IEnumerable<DumpNode> Roots => _roots.Values;

    /// <summary>The objects, enums and alternates: short paths first, unused ones with a name last.</summary>
    public IReadOnlyList<DumpNode> Types => _types;

    public DumpNode? FindRoot(EntryKind kind, string name) => _roots.GetValueOrDefault((kind, name));

    /// <summary>Gets the use of a type, or null if no command or event uses it.</summary>
    public TypeUse? FindUse(DumpNode type) => _uses.GetValueOrDefault(type);

    /// <summary>Gets whether a type is in a single place.</summary>
    public bool IsOnlyPlace(DumpNode? type) => type is not null && FindUse(type) is { ReferenceCount: 1 };

    public QmpSchemaDirections GetDirections(DumpNode type) => FindUse(type)?.Directions ?? QmpSchemaDirections.None;

    /// <summary>Gets QEMU's name of a type, or null if it is unknown.</summary>
    public string? FindQemuName(DumpNode type) =>
        _metadata.FindName((SchemaType)type.Entity) ?? _unusedNames.GetValueOrDefault(type);

    /// <summary>Gets QEMU's name of a type, or its path if the name is unknown.</summary>
    public string GetName(DumpNode type) =>
        FindQemuName(type) ?? FindPath(type)?.Replace(": ", ".", StringComparison.Ordinal) ?? type.Entity.Name;

    /// <summary>Gets the shortest path to a type, such as <c>query-block: returns[].inserted</c>.</summary>
    /// <remarks>A long path starts at a type instead: <c>BlockDeviceInfo: image.backing-image</c>.</remarks>
    /// <returns>Null if no command or event uses the type.</returns>
    public string? FindPath(DumpNode type)
    {
        if (!_uses.ContainsKey(type))
        {
            return null;
        }

        List<string> segments = [];
        DumpNode node = type;
        string? start = null;
        while (start is null)
        {
            TypeUse use = _uses[node];
            segments.Add(PlacePath.Format(use.Referrer, use.Place.Key) + PlacePath.FormatItems(use.Place.ListDepth));
            node = use.Referrer;
            start = FindStart(node, segments.Count);
        }

        return $"{start}: {string.Concat(Enumerable.Reverse(segments)).TrimStart('.')}";
    }

    /// <summary>Gets the type at a place.</summary>
    public TypeShape GetShape(DumpNode owner, PlaceKey key, Func<SchemaMetadata, IntegerType?> findInteger) =>
        TypeShape.FromPlace(FindPlace(owner, key), findInteger(_metadata));

    /// <summary>Finds a place of a command, event or type, or null if a dump does not describe it.</summary>
    public DumpPlace? FindPlace(DumpNode owner, PlaceKey key)
    {
        if (!_places.TryGetValue(owner, out Dictionary<PlaceKey, DumpPlace>? places))
        {
            _places.Add(owner, places = []);
            foreach (DumpPlace place in owner.Places)
            {
                places.TryAdd(place.Key, place);
            }
        }

        return places.GetValueOrDefault(key);
    }

    /// <summary>Gets whether the tag of a union has a value.</summary>
    public bool HasCase(DumpNode? union, string value) =>
        union?.Entity is ObjectType { Tag: { } tag }
        && FindPlace(union, PlaceKey.FromMember(tag))?.Target is { } type
        && FindPlace(type, new PlaceKey(PlaceRole.Value, value)) is not null;

    /// <summary>Formats a type: <c>string</c>, <c>[uint32]</c>, <c>BlockInfo</c>.</summary>
    public string Format(TypeShape shape)
    {
        string name = shape switch
        {
            { Type: { } type } => GetName(type),
            { Integer: { } integer } => integer.ToString().ToLowerInvariant(),
            { Builtin: BuiltinKind.Bool } => "boolean",
            { Builtin: BuiltinKind.Int } => "integer",
            _ => shape.Builtin.ToString().ToLowerInvariant(),
        };
        return new StringBuilder().Append('[', shape.ListDepth).Append(name).Append(']', shape.ListDepth).ToString();
    }

    /// <summary>Gets the name of a node that a path can start at: a root, or a type if the path is long.</summary>
    private string? FindStart(DumpNode node, int segmentCount) =>
        node.Entity is not SchemaType ? node.Entity.Name
        : segmentCount >= MaxPathLength ? FindQemuName(node) ?? node.Entity.Name
        : null;

    private void CountReferences(DumpGraph graph)
    {
        foreach (DumpNode node in GraphTraversal.BreadthFirst(graph.Roots, node => node.Targets))
        {
            if (node.Entity is SchemaType)
            {
                _types.Add(node);
            }

            foreach (DumpPlace place in node.Places.Where(place => place.Target is not null))
            {
                if (!_uses.TryAdd(place.Target!, new TypeUse(node, place)))
                {
                    _uses[place.Target!].ReferenceCount++;
                }
            }
        }
    }

    private void AddUnusedTypes(DumpGraph graph, IReadOnlyList<NameCatalogue> catalogues)
    {
        DumpNode[] unused = [.. graph.Types.Where(type => !_uses.ContainsKey(type))];
        if (unused.Length == 0)
        {
            return;
        }

        HashSet<string> usedNames = [.. _types.Select(FindQemuName).OfType<string>()];
        UnusedTypeNames names = new(catalogues, usedNames);
        foreach (DumpNode type in unused)
        {
            if ((_metadata.FindName((SchemaType)type.Entity) ?? names.Find(type)) is { } name)
            {
                _unusedNames.Add(type, name);
                _types.Add(type);
            }
        }
    }

    private void FindDirections(DumpGraph graph)
    {
        IEnumerable<(DumpNode Type, QmpSchemaDirections Direction)> start = graph.Roots.SelectMany(root =>
            root.Places.Where(place => place.Target is not null)
                .Select(place =>
                    (
                        place.Target!,
                        root.Kind == EntryKind.Command && place.Key == PlaceKey.Arguments
                            ? QmpSchemaDirections.Sent
                            : QmpSchemaDirections.Received
                    )
                )
        );
        foreach (
            (DumpNode type, QmpSchemaDirections direction) in GraphTraversal.BreadthFirst(
                start,
                step => step.Type.Targets.Select(target => (target, step.Direction))
            )
        )
        {
            _uses[type].Directions |= direction;
        }
    }
}
