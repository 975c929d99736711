using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Schema;

namespace QmpGen.Tool.Comparison;

/// <summary>Compares a command, event or type, and the types that are nested in it.</summary>
/// <remarks>
/// Arguments, event data and branches are flat: their members are compared even if a whole object is added or removed.
/// </remarks>
internal sealed class EntityComparer
{
    // Paths of bounded length keep the output linear in the size of the schemas.
    private const int MaxDepth = 16;

    private static readonly (ChangeKind, ChangeKind) s_result = (ChangeKind.ResultAdded, ChangeKind.ResultRemoved);
    private static readonly (ChangeKind, ChangeKind) s_branch = (ChangeKind.BranchAdded, ChangeKind.BranchRemoved);

    private readonly ComparedSchema _old;
    private readonly ComparedSchema _new;
    private readonly TypePairs _pairs;
    private readonly ShapeComparison _shapes;
    private List<Change> _changes = [];
    private int _depth;
    private int _exchangeBudget;

    public EntityComparer(ComparedSchema old, ComparedSchema @new, TypePairs pairs)
    {
        _old = old;
        _new = @new;
        _pairs = pairs;
        _shapes = new ShapeComparison(pairs);
        _exchangeBudget = old.Types.Concat(@new.Types).Sum(type => type.Places.Count);
    }

    /// <summary>Compares an entity. If only one schema has it, lists its parts.</summary>
    /// <param name="directions">The directions in which both schemas use the entity.</param>
    public IReadOnlyList<Change> Compare(DumpNode? old, DumpNode? @new, Directions directions)
    {
        _changes = [];
        CompareRenaming("", old, @new, directions);
        CompareContents("", old, @new, directions);
        return _changes;
    }

    private void Add(ChangeKind kind, string path, string? old, string? @new, Directions directions) =>
        _changes.Add(new Change(kind, path, old, @new, directions, ChangeRules.Classify(kind, directions)));

    private void CompareRenaming(string path, DumpNode? old, DumpNode? @new, Directions directions)
    {
        if (
            old?.Entity is SchemaType
            && @new?.Entity is SchemaType
            && _old.FindQemuName(old) is { } oldName
            && _new.FindQemuName(@new) is { } newName
            && oldName != newName
        )
        {
            Add(ChangeKind.TypeRenamed, path, oldName, newName, directions);
        }
    }

    private void CompareContents(string path, DumpNode? old, DumpNode? @new, Directions directions)
    {
        CompareFeatures(path, old?.Entity.Features ?? [], @new?.Entity.Features ?? [], directions);
        CompareOutOfBand(old?.Entity as SchemaCommand, @new?.Entity as SchemaCommand, directions);
        IReadOnlyDictionary<PlaceKey, EntityPart> oldParts = EntityPart.FromNode(_old, old);
        IReadOnlyDictionary<PlaceKey, EntityPart> newParts = EntityPart.FromNode(_new, @new);
        foreach (
            PlaceKey key in oldParts
                .Keys.Union(newParts.Keys)
                .OrderBy(key => key.Role)
                .ThenBy(key => key.Name, StringComparer.Ordinal)
        )
        {
            EntityPart? oldPart = oldParts.TryGetValue(key, out EntityPart found) ? found : null;
            EntityPart? newPart = newParts.TryGetValue(key, out found) ? found : null;
            string partPath = PlacePath.Join(path, PlacePath.Format((old ?? @new)!, key));
            switch (key.Role)
            {
                case PlaceRole.Arguments:
                    Directions limit = (old ?? @new)!.Kind == EntryKind.Command ? Directions.Sent : Directions.Received;
                    CompareFlat(partPath, oldPart, newPart, directions & limit);
                    break;
                case PlaceRole.Returns:
                    CompareTypes(s_result, partPath, oldPart, newPart, directions & Directions.Received);
                    break;
                case PlaceRole.Value:
                    CompareValues(path, partPath, oldPart, newPart, directions);
                    break;
                case PlaceRole.Member:
                    CompareMembers(partPath, oldPart, newPart, directions);
                    break;
                case PlaceRole.Case when HasValue(_old, old, key.Name) && HasValue(_new, @new, key.Name):
                    CompareFlat(partPath, oldPart, newPart, directions);
                    break;
                default:
                    CompareTypes(s_branch, partPath, oldPart, newPart, directions);
                    break;
            }
        }
    }

    private void CompareFeatures(
        string path,
        IReadOnlyList<string> old,
        IReadOnlyList<string> @new,
        Directions directions
    )
    {
        foreach (string feature in old.Except(@new).Order(StringComparer.Ordinal))
        {
            Add(ChangeKinds.FromRemovedFeature(feature), path, feature, null, directions);
        }

        foreach (string feature in @new.Except(old).Order(StringComparer.Ordinal))
        {
            Add(ChangeKinds.FromAddedFeature(feature), path, null, feature, directions);
        }
    }

    private void CompareOutOfBand(SchemaCommand? old, SchemaCommand? @new, Directions directions)
    {
        bool wasAllowed = old?.AllowOob ?? false;
        bool isAllowed = @new?.AllowOob ?? false;
        if (wasAllowed != isAllowed)
        {
            Add(
                isAllowed ? ChangeKind.OutOfBandAllowed : ChangeKind.OutOfBandForbidden,
                "allow-oob",
                wasAllowed ? "true" : null,
                isAllowed ? "true" : null,
                directions
            );
        }
    }

    /// <summary>Compares results or branches, whose members do not matter if a whole type is added or removed.</summary>
    private void CompareTypes(
        (ChangeKind Added, ChangeKind Removed) kinds,
        string path,
        EntityPart? old,
        EntityPart? @new,
        Directions directions
    )
    {
        if (old is { } oldPart && @new is { } newPart)
        {
            CompareShapes(path, oldPart.Shape, newPart.Shape, directions);
        }
        else
        {
            AddOneSided(kinds.Added, kinds.Removed, path, old, @new, directions);
        }
    }

    private void CompareValues(string path, string valuePath, EntityPart? old, EntityPart? @new, Directions directions)
    {
        if (old is null || @new is null)
        {
            ChangeKind kind = old is null ? ChangeKind.ValueAdded : ChangeKind.ValueRemoved;
            Add(kind, path, old?.Key.Name, @new?.Key.Name, directions);
        }

        ComparePartFeatures(valuePath, old, @new, directions);
    }

    private void CompareMembers(string path, EntityPart? old, EntityPart? @new, Directions directions)
    {
        if (old is { } oldPart && @new is { } newPart)
        {
            CompareShapes(path, oldPart.Shape, newPart.Shape, directions);
            if (oldPart.Optional != newPart.Optional)
            {
                ChangeKind kind = newPart.Optional ? ChangeKind.MemberBecameOptional : ChangeKind.MemberBecameRequired;
                Add(kind, path, Format(_old, oldPart), Format(_new, newPart), directions);
            }
        }
        else
        {
            AddMember(path, old, @new, directions);
        }

        ComparePartFeatures(path, old, @new, directions);
    }

    /// <summary>Compares the features of a member or value. Those of an added one are only listed.</summary>
    private void ComparePartFeatures(string path, EntityPart? old, EntityPart? @new, Directions directions)
    {
        if (@new is { } newPart)
        {
            CompareFeatures(path, old?.Features ?? [], newPart.Features, old is null ? Directions.None : directions);
        }
    }

    /// <summary>Compares objects whose members are part of another object. Bindings name only unions.</summary>
    private void CompareFlat(string path, EntityPart? old, EntityPart? @new, Directions directions)
    {
        if (old is { } oldPart && @new is { } newPart)
        {
            CompareShapes(
                path,
                oldPart.Shape,
                newPart.Shape,
                directions,
                hasName: IsUnion(oldPart) || IsUnion(newPart)
            );
        }
        else if (IsOnlyPlace(_old, old) || IsOnlyPlace(_new, @new))
        {
            CompareContents(path, old?.Shape.Type, @new?.Shape.Type, directions);
        }
        else
        {
            AddMember(path, MarkOptional(old), MarkOptional(@new), directions);
        }
    }

    /// <param name="hasName">Whether the name of the type occurs in bindings.</param>
    private void CompareShapes(string path, TypeShape old, TypeShape @new, Directions directions, bool hasName = true)
    {
        if (_shapes.FindChange(old, @new) is { } kind)
        {
            if (TryExchange(old, @new))
            {
                if (hasName)
                {
                    Add(ChangeKind.TypeExchanged, path, _old.Format(old), _new.Format(@new), directions);
                }

                CompareItems(path, old, @new, directions);
            }
            else
            {
                Add(kind, path, _old.Format(old), _new.Format(@new), directions);
            }
        }
        else if (old.Type is { } oldType && _pairs.IsNested(oldType))
        {
            if (hasName)
            {
                CompareRenaming(path + PlacePath.FormatItems(old.ListDepth), oldType, @new.Type, directions);
            }

            CompareItems(path, old, @new, directions);
        }
    }

    /// <summary>Gets whether to compare the parts of two types that are not a pair.</summary>
    /// <remarks>Such types can be in many places. The budget keeps the comparison linear.</remarks>
    private bool TryExchange(TypeShape old, TypeShape @new)
    {
        if (
            _depth == MaxDepth
            || old.ListDepth != @new.ListDepth
            || old.Type is not { } oldType
            || @new.Type is not { } newType
        )
        {
            return false;
        }

        _exchangeBudget -= oldType.Places.Count + newType.Places.Count;
        return _exchangeBudget >= 0 && TypePairs.IsAlike(oldType, newType);
    }

    private void CompareItems(string path, TypeShape old, TypeShape @new, Directions directions)
    {
        _depth++;
        CompareContents(path + PlacePath.FormatItems(old.ListDepth), old.Type, @new.Type, directions);
        _depth--;
    }

    private void AddMember(string path, EntityPart? old, EntityPart? @new, Directions directions)
    {
        bool isOptional = (old ?? @new)!.Value.Optional;
        AddOneSided(
            isOptional ? ChangeKind.OptionalMemberAdded : ChangeKind.RequiredMemberAdded,
            isOptional ? ChangeKind.OptionalMemberRemoved : ChangeKind.RequiredMemberRemoved,
            path,
            old,
            @new,
            directions
        );
    }

    private void AddOneSided(
        ChangeKind added,
        ChangeKind removed,
        string path,
        EntityPart? old,
        EntityPart? @new,
        Directions directions
    ) =>
        Add(
            old is null ? added : removed,
            path,
            old is { } oldPart ? Format(_old, oldPart) : null,
            @new is { } newPart ? Format(_new, newPart) : null,
            directions
        );

    private static string Format(ComparedSchema schema, EntityPart part)
    {
        string type = schema.Format(part.Shape);
        return part.Optional ? $"Optional<{type}>" : type;
    }

    private static bool IsUnion(EntityPart part) => part.Shape.Type?.Entity is ObjectType { IsUnion: true };

    private static bool IsOnlyPlace(ComparedSchema schema, EntityPart? part) =>
        part is { Shape.Type: { } type } && schema.FindUse(type) is { ReferenceCount: 1 };

    /// <summary>Marks a flat object as optional if it does not have required members.</summary>
    private static EntityPart? MarkOptional(EntityPart? part) =>
        part is { } flat
            ? flat with
            {
                Optional = flat.Shape.Type?.Entity is ObjectType type && type.Members.All(member => member.Optional),
            }
            : null;

    /// <summary>Gets whether the tag of a union has a value.</summary>
    private static bool HasValue(ComparedSchema schema, DumpNode? union, string value) =>
        union?.Entity is ObjectType { Tag: { } tag }
        && schema.FindPlace(union, PlaceKey.FromMember(tag))?.Target is { } type
        && schema.FindPlace(type, new PlaceKey(PlaceRole.Value, value)) is not null;
}
