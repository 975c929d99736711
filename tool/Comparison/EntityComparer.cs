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

    private readonly ComparedSchema _old;
    private readonly ComparedSchema _new;
    private readonly TypePairs _pairs;
    private readonly ShapeComparison _shapes;
    private List<QmpSchemaChange> _changes = [];
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
    public IReadOnlyList<QmpSchemaChange> Compare(DumpNode? old, DumpNode? @new, QmpSchemaDirections directions)
    {
        _changes = [];
        CompareRenaming("", old, @new, directions);
        CompareContents("", old, @new, directions);
        return _changes;
    }

    private void Add(
        QmpSchemaChangeKind kind,
        string path,
        string? old,
        string? @new,
        QmpSchemaDirections directions
    ) => _changes.Add(new QmpSchemaChange(kind, path, old, @new, directions, ChangeRules.Classify(kind, directions)));

    private void CompareRenaming(string path, DumpNode? old, DumpNode? @new, QmpSchemaDirections directions)
    {
        if (old is not null && @new is not null && _pairs.FindRenaming(old, @new) is var (oldName, newName))
        {
            Add(QmpSchemaChangeKind.TypeRenamed, path, oldName, newName, directions);
        }
    }

    private void CompareContents(string path, DumpNode? old, DumpNode? @new, QmpSchemaDirections directions)
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
            PartPair pair = new(
                PlacePath.Join(path, PlacePath.Format((old ?? @new)!, key)),
                oldParts.TryGetValue(key, out EntityPart oldPart) ? oldPart : null,
                newParts.TryGetValue(key, out EntityPart newPart) ? newPart : null,
                directions & GetDirections((old ?? @new)!, key)
            );
            switch (key.Role)
            {
                case PlaceRole.Arguments:
                case PlaceRole.Case when _old.HasCase(old, key.Name) && _new.HasCase(@new, key.Name):
                    CompareFlat(pair);
                    break;
                case PlaceRole.Returns:
                    CompareTypes(pair, QmpSchemaChangeKind.ResultAdded, QmpSchemaChangeKind.ResultRemoved);
                    break;
                case PlaceRole.Value:
                    CompareValues(path, pair);
                    break;
                case PlaceRole.Member:
                    CompareMembers(pair);
                    break;
                default:
                    CompareTypes(pair, QmpSchemaChangeKind.BranchAdded, QmpSchemaChangeKind.BranchRemoved);
                    break;
            }
        }
    }

    /// <summary>Gets the directions that a place of a command or event allows.</summary>
    private static QmpSchemaDirections GetDirections(DumpNode owner, PlaceKey key) =>
        owner.Entity is SchemaType ? QmpSchemaDirections.Both
        : owner.Kind == EntryKind.Command && key == PlaceKey.Arguments ? QmpSchemaDirections.Sent
        : QmpSchemaDirections.Received;

    private void CompareFeatures(
        string path,
        IReadOnlyList<string> old,
        IReadOnlyList<string> @new,
        QmpSchemaDirections directions
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

    private void CompareOutOfBand(SchemaCommand? old, SchemaCommand? @new, QmpSchemaDirections directions)
    {
        bool wasAllowed = old?.AllowOob ?? false;
        bool isAllowed = @new?.AllowOob ?? false;
        if (wasAllowed != isAllowed)
        {
            Add(
                isAllowed ? QmpSchemaChangeKind.OutOfBandAllowed : QmpSchemaChangeKind.OutOfBandForbidden,
                "allow-oob",
                wasAllowed ? "true" : null,
                isAllowed ? "true" : null,
                directions
            );
        }
    }

    /// <summary>Compares results or branches. If one is missing, the members of the other do not matter.</summary>
    private void CompareTypes(PartPair pair, QmpSchemaChangeKind added, QmpSchemaChangeKind removed)
    {
        if (pair is { Old: { } old, New: { } @new })
        {
            CompareShapes(pair.Path, old.Shape, @new.Shape, pair.Directions);
        }
        else
        {
            AddOneSided(pair, added, removed);
        }
    }

    private void CompareValues(string path, PartPair pair)
    {
        if (pair.Old is null || pair.New is null)
        {
            QmpSchemaChangeKind kind = pair.Old is null
                ? QmpSchemaChangeKind.ValueAdded
                : QmpSchemaChangeKind.ValueRemoved;
            Add(kind, path, pair.Old?.Key.Name, pair.New?.Key.Name, pair.Directions);
        }

        ComparePartFeatures(pair);
    }

    private void CompareMembers(PartPair pair)
    {
        if (pair is { Old: { } old, New: { } @new })
        {
            CompareShapes(pair.Path, old.Shape, @new.Shape, pair.Directions);
            if (old.Optional != @new.Optional)
            {
                QmpSchemaChangeKind kind = @new.Optional
                    ? QmpSchemaChangeKind.MemberBecameOptional
                    : QmpSchemaChangeKind.MemberBecameRequired;
                Add(kind, pair.Path, old.Format(_old), @new.Format(_new), pair.Directions);
            }
        }
        else
        {
            AddMember(pair);
        }

        ComparePartFeatures(pair);
    }

    /// <summary>Compares the features of a member or value. Those of an added one are only listed.</summary>
    private void ComparePartFeatures(PartPair pair)
    {
        if (pair.New is { } @new)
        {
            QmpSchemaDirections directions = pair.Old is null ? QmpSchemaDirections.None : pair.Directions;
            CompareFeatures(pair.Path, pair.Old?.Features ?? [], @new.Features, directions);
        }
    }

    /// <summary>Compares objects whose members are part of another object. Bindings name only unions.</summary>
    private void CompareFlat(PartPair pair)
    {
        if (pair is { Old: { } old, New: { } @new })
        {
            bool hasName = old.IsUnion || @new.IsUnion;
            CompareShapes(pair.Path, old.Shape, @new.Shape, pair.Directions, hasName);
        }
        else if (_old.IsOnlyPlace(pair.Old?.Shape.Type) || _new.IsOnlyPlace(pair.New?.Shape.Type))
        {
            CompareContents(pair.Path, pair.Old?.Shape.Type, pair.New?.Shape.Type, pair.Directions);
        }
        else
        {
            AddMember(pair with { Old = pair.Old?.MarkOptional(), New = pair.New?.MarkOptional() });
        }
    }

    /// <param name="hasName">Whether the name of the type occurs in bindings.</param>
    private void CompareShapes(
        string path,
        TypeShape old,
        TypeShape @new,
        QmpSchemaDirections directions,
        bool hasName = true
    )
    {
        if (_shapes.FindChange(old, @new) is { } kind)
        {
            if (TryExchange(old, @new, isFlat: !hasName))
            {
                if (hasName)
                {
                    Add(QmpSchemaChangeKind.TypeExchanged, path, _old.Format(old), _new.Format(@new), directions);
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
    private bool TryExchange(TypeShape old, TypeShape @new, bool isFlat)
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
        return _exchangeBudget >= 0 && (isFlat || TypePairs.IsAlike(oldType, newType));
    }

    private void CompareItems(string path, TypeShape old, TypeShape @new, QmpSchemaDirections directions)
    {
        _depth++;
        CompareContents(path + PlacePath.FormatItems(old.ListDepth), old.Type, @new.Type, directions);
        _depth--;
    }

    private void AddMember(PartPair pair)
    {
        bool isOptional = (pair.Old ?? pair.New)!.Value.Optional;
        AddOneSided(
            pair,
            isOptional ? QmpSchemaChangeKind.OptionalMemberAdded : QmpSchemaChangeKind.RequiredMemberAdded,
            isOptional ? QmpSchemaChangeKind.OptionalMemberRemoved : QmpSchemaChangeKind.RequiredMemberRemoved
        );
    }

    private void AddOneSided(PartPair pair, QmpSchemaChangeKind added, QmpSchemaChangeKind removed) =>
        Add(
            pair.Old is null ? added : removed,
            pair.Path,
            pair.Old?.Format(_old),
            pair.New?.Format(_new),
            pair.Directions
        );

    /// <summary>A part of both entities or of one.</summary>
    private readonly record struct PartPair(
        string Path,
        EntityPart? Old,
        EntityPart? New,
        QmpSchemaDirections Directions
    );
}
