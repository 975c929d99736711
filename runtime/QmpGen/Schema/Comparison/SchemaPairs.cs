using System.Diagnostics.CodeAnalysis;

namespace QmpGen;

/// <summary>The pairs of types that two schemas have at the same places.</summary>
/// <param name="maxSize">The maximum number of parts of all pairs, which keeps the comparison linear.</param>
internal sealed class SchemaPairs(int maxSize)
{
    // Paths of bounded length keep the text linear in the size of the schemas.
    private const int MaxDepth = 16;

    private readonly Dictionary<(TypeNode, TypeNode), NodePair> _types = [];
    private readonly Dictionary<TypeNode, string> _names = [];
    private readonly Queue<NodePair> _pending = [];
    private int _size;

    /// <summary>Gets the next pair that is not compared yet.</summary>
    public bool TryDequeue([NotNullWhen(true)] out NodePair? pair) => _pending.TryDequeue(out pair);

    /// <summary>Gets the pair of two types, or null if there are too many.</summary>
    /// <remarks>The types are parts of <paramref name="owner"/>, at <paramref name="path"/> from it.</remarks>
    public NodePair? FindOrAdd(NodePair owner, string path, TypeNode old, TypeNode @new)
    {
        if (!_types.TryGetValue((old, @new), out NodePair? pair))
        {
            _size += 1 + CountParts(old) + CountParts(@new);
            if (_size > maxSize)
            {
                return null;
            }

            bool starts = owner.Depth >= MaxDepth && owner.Old is TypeNode { Name.Length: > 0 };
            pair = new NodePair(old, @new)
            {
                Start = starts ? owner.Old.Name : owner.Start,
                Path = JoinPath(starts ? "" : owner.Path, path),
                Depth = starts ? 1 : owner.Depth + 1,
                Unions = path.StartsWith('[') ? (owner.Old as ObjectNode, owner.New as ObjectNode) : default,
            };
            _types.Add((old, @new), pair);
            _ = _names.TryAdd(@new, old.Name);
            _pending.Enqueue(pair);
        }

        pair.PlaceCount++;
        return pair;
    }

    /// <summary>Formats a type of either schema, with the name of the generated type if it has one.</summary>
    public string Format(PartText part)
    {
        if (part.Type is not { } type)
        {
            return part.Text!;
        }

        NodeShape shape = NodeShape.From(type);
        string name = _names.GetValueOrDefault(shape.Type) ?? shape.Type.Name;
        string text =
            new string('[', shape.ListDepth) + (name.Length > 0 ? name : shape.Kind) + new string(']', shape.ListDepth);
        return part.IsOptional ? $"Optional<{text}>" : text;
    }

    public static string JoinPath(string path, string segment) =>
        path.Length == 0 ? segment.TrimStart('.') : path + segment;

    public static int CountParts(TypeNode type) =>
        type.Features.Count
        + type switch
        {
            EnumNode item => item.Values.Sum(CountFeatures),
            ObjectNode item => item.Members.Sum(CountFeatures) + item.Cases.Count,
            AlternateNode item => item.Branches.Count,
            _ => 0,
        };

    private static int CountFeatures(SchemaNode part) => 1 + part.Features.Count;
}
