using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Schema;
using QmpGen.Tool.Comparison;

namespace QmpGen.Tool.Tests.Harness;

/// <summary>Follows the paths of changes through a schema, independently of the comparison.</summary>
internal static class PathFinder
{
    /// <summary>Gets whether a schema has the place of a change, and the old value if it is an enum value.</summary>
    public static bool Exists(ComparedSchema schema, QmpSchemaEntityChange entity, QmpSchemaChange change)
    {
        string name =
            entity.Changes.FirstOrDefault(item => item is { Kind: QmpSchemaChangeKind.TypeRenamed, Path: "" })?.Old
            ?? entity.Name;
        DumpNode? node = entity.Kind switch
        {
            QmpSchemaEntityKind.Command => schema.FindRoot(EntryKind.Command, name),
            QmpSchemaEntityKind.Event => schema.FindRoot(EntryKind.Event, name),
            _ => schema.Types.SingleOrDefault(type => schema.GetName(type) == name),
        };
        string path = change.Kind == QmpSchemaChangeKind.ValueRemoved ? $"{change.Path}.'{change.Old}'" : change.Path;
        return node is not null && Exists(node, path.TrimStart('.'));
    }

    private static bool Exists(DumpNode node, string path)
    {
        if (path.Length == 0)
        {
            return true;
        }

        // A name of a member or case can contain dots, so that each place of the node is tried.
        return node.Places.Any(place =>
        {
            string segment = place.Key.Role switch
            {
                PlaceRole.Arguments => node.Entity is SchemaEvent ? "data" : "arguments",
                PlaceRole.Returns => "returns",
                PlaceRole.Case => $"[{place.Key.Name}]",
                PlaceRole.Kind => $"|{place.Key.Name}",
                PlaceRole.Value => $"'{place.Key.Name}'",
                _ => place.Key.Name,
            };
            if (!path.StartsWith(segment, StringComparison.Ordinal))
            {
                return false;
            }

            string rest = path[segment.Length..];
            if (rest.Length == 0)
            {
                return true;
            }

            string items = string.Concat(Enumerable.Repeat("[]", place.ListDepth));
            return rest.StartsWith(items, StringComparison.Ordinal)
                && place.Target is { } target
                && (rest.Length == items.Length || rest[items.Length] is '.' or '[' or '|')
                && Exists(target, rest[items.Length..].TrimStart('.'));
        });
    }
}
