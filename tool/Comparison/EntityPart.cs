using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Schema;

namespace QmpGen.Tool.Comparison;

/// <summary>A part of a command, event or type: its arguments, its result, a member, a branch or a value.</summary>
/// <param name="Optional">Whether a member is optional.</param>
/// <param name="Features">The features of a member or value.</param>
internal readonly record struct EntityPart(PlaceKey Key, TypeShape Shape, bool Optional, IReadOnlyList<string> Features)
{
    public bool IsUnion => Shape.Type?.Entity is ObjectType { IsUnion: true };

    /// <summary>Formats the type: <c>string</c>, <c>Optional&lt;string&gt;</c>.</summary>
    public string Format(ComparedSchema schema)
    {
        string type = schema.Format(Shape);
        return Optional ? $"Optional<{type}>" : type;
    }

    /// <summary>Marks an object as optional if it does not have required members.</summary>
    public EntityPart MarkOptional() =>
        this with
        {
            Optional = Shape.Type?.Entity is ObjectType type && type.Members.All(member => member.Optional),
        };

    /// <summary>Gets the parts of an entity by key, without empty arguments, results and branches.</summary>
    public static IReadOnlyDictionary<PlaceKey, EntityPart> FromNode(ComparedSchema schema, DumpNode? node)
    {
        Dictionary<PlaceKey, EntityPart> parts = [];
        foreach (EntityPart part in node is null ? [] : Enumerate(schema, node))
        {
            if (part.Key.Role is PlaceRole.Member || part.Shape.Type is not { Kind: EntryKind.Object, Places.Count: 0 })
            {
                parts.TryAdd(part.Key, part);
            }
        }

        return parts;
    }

    private static IEnumerable<EntityPart> Enumerate(ComparedSchema schema, DumpNode node)
    {
        switch (node.Entity)
        {
            case SchemaCommand command:
                if (command.Arguments is not null)
                {
                    yield return Create(PlaceKey.Arguments);
                }

                if (command.Result is not null)
                {
                    yield return Create(PlaceKey.Returns, metadata => metadata.FindInteger(command));
                }

                break;
            case SchemaEvent { Data: not null }:
                yield return Create(PlaceKey.Arguments);
                break;
            case EnumType type:
                foreach (EnumValue value in type.Values)
                {
                    yield return Create(PlaceKey.FromValue(value)) with
                    {
                        Features = value.Features,
                    };
                }

                break;
            case AlternateType type:
                foreach (SchemaBranch branch in type.Branches)
                {
                    yield return Create(PlaceKey.FromBranch(branch), metadata => metadata.FindInteger(type, branch));
                }

                break;
            case ObjectType type:
                foreach (SchemaMember member in type.Members)
                {
                    yield return Create(
                        PlaceKey.FromMember(member),
                        metadata => metadata.FindInteger(type, member)
                    ) with
                    {
                        Optional = member.Optional,
                        Features = member.Features,
                    };
                }

                foreach (SchemaVariant variant in type.Variants)
                {
                    yield return Create(PlaceKey.FromVariant(variant));
                }

                break;
        }

        EntityPart Create(PlaceKey key, Func<SchemaMetadata, IntegerType?>? findInteger = null) =>
            new(key, schema.GetShape(node, key, findInteger ?? (_ => null)), Optional: false, []);
    }
}
