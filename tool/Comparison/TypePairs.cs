using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Schema;

namespace QmpGen.Tool.Comparison;

/// <summary>The types of one kind that two schemas have in common.</summary>
/// <remarks>
/// Types with the same name are a pair. The others are a pair if they are at the same place and have a part in common:
/// QEMU renamed the type, or its name is unknown. A type is in at most one pair, so the comparison is linear.
/// </remarks>
internal sealed class TypePairs
{
    // Paths of bounded length keep the output linear in the size of the schemas.
    private const int MaxNesting = 8;

    private readonly ComparedSchema _old;
    private readonly ComparedSchema _new;
    private readonly Dictionary<DumpNode, DumpNode> _newTypes = [];
    private readonly Dictionary<DumpNode, DumpNode> _oldTypes = [];
    private readonly Dictionary<DumpNode, int> _nesting = [];

    private TypePairs(ComparedSchema old, ComparedSchema @new)
    {
        _old = old;
        _new = @new;
    }

    /// <summary>Finds the pairs of two schemas.</summary>
    /// <param name="separate">The name of a type that is never nested, or null.</param>
    public static TypePairs Find(ComparedSchema old, ComparedSchema @new, string? separate)
    {
        TypePairs pairs = new(old, @new);
        pairs.AddSameNames();
        pairs.AddSamePlaces();
        pairs.FindNested(separate);
        return pairs;
    }

    /// <summary>Gets the new type of an old type, or null if it was removed.</summary>
    public DumpNode? FindNew(DumpNode old) => _newTypes.GetValueOrDefault(old);

    /// <summary>Gets the old type of a new type, or null if it was added.</summary>
    public DumpNode? FindOld(DumpNode @new) => _oldTypes.GetValueOrDefault(@new);

    public bool IsPair(DumpNode? old, DumpNode? @new) => old is not null && @new is not null && FindNew(old) == @new;

    /// <summary>Gets the names of a renamed type; null if a name is unknown or the same.</summary>
    public (string OldName, string NewName)? FindRenaming(DumpNode old, DumpNode @new) =>
        old.Entity is SchemaType
        && _old.FindQemuName(old) is { } oldName
        && _new.FindQemuName(@new) is { } newName
        && oldName != newName
            ? (oldName, newName)
            : null;

    /// <summary>Gets whether the changes of a type are listed at its only place instead of under its name.</summary>
    public bool IsNested(DumpNode old) => _nesting.GetValueOrDefault(old) > 0;

    /// <summary>Gets whether two empty objects or objects with a common part could be the same type.</summary>
    public static bool IsAlike(DumpNode old, DumpNode @new) =>
        old.Kind == @new.Kind
        && (
            old.Places.Count == 0
                ? @new.Places.Count == 0
                : old.Places.Select(place => place.Key).Intersect(@new.Places.Select(place => place.Key)).Any()
        );

    private void AddSameNames()
    {
        Dictionary<(EntryKind, string), DumpNode> byName = [];
        foreach (DumpNode type in _new.Types)
        {
            if (_new.FindQemuName(type) is { } name)
            {
                byName.TryAdd((type.Kind, name), type);
            }
        }

        foreach (DumpNode type in _old.Types)
        {
            if (_old.FindQemuName(type) is { } name && byName.Remove((type.Kind, name), out DumpNode? other))
            {
                Add(type, other);
            }
        }
    }

    /// <summary>Walks both schemas side by side.</summary>
    private void AddSamePlaces()
    {
        IEnumerable<(DumpNode Old, DumpNode New)> roots = _old
            .Roots.Select(root => (root, _new.FindRoot(root.Kind, root.Entity.Name)!))
            .Where(pair => pair.Item2 is not null);
        foreach (
            (DumpNode old, DumpNode @new) in GraphTraversal.BreadthFirst(
                roots,
                pair => FindCommonTargets(pair.Old, pair.New).Where(targets => IsPair(targets.Old, targets.New))
            )
        )
        {
            foreach ((DumpNode oldTarget, DumpNode newTarget) in FindCommonTargets(old, @new))
            {
                if (FindNew(oldTarget) is null && FindOld(newTarget) is null && IsAlike(oldTarget, newTarget))
                {
                    Add(oldTarget, newTarget);
                }
            }
        }
    }

    private IEnumerable<(DumpNode Old, DumpNode New)> FindCommonTargets(DumpNode old, DumpNode @new)
    {
        foreach (DumpPlace place in old.Places)
        {
            if (
                place.Target is { } target
                && _new.FindPlace(@new, place.Key) is { Target: { } other } otherPlace
                && place.ListDepth == otherPlace.ListDepth
            )
            {
                yield return (target, other);
            }
        }
    }

    private void Add(DumpNode old, DumpNode @new)
    {
        _newTypes.Add(old, @new);
        _oldTypes.Add(@new, old);
    }

    private void FindNested(string? separate)
    {
        foreach (DumpNode old in _old.Types)
        {
            if (
                FindNew(old) is { } @new
                && separate != _old.GetName(old)
                && separate != _new.GetName(@new)
                && _old.FindUse(old) is { } oldUse
                && _new.FindUse(@new) is { } newUse
                && IsOnlyPlace(oldUse, newUse)
            )
            {
                // The types have short paths first, so that the nesting of the referrer is known.
                int nesting = _nesting.GetValueOrDefault(oldUse.Referrer) + 1;
                _nesting.Add(old, nesting > MaxNesting ? 0 : nesting);
            }
        }
    }

    private bool IsOnlyPlace(TypeUse old, TypeUse @new) =>
        old.ReferenceCount == 1
        && @new.ReferenceCount == 1
        && old.Place.Key == @new.Place.Key
        && old.Place.ListDepth == @new.Place.ListDepth
        && (
            old.Referrer.Entity is SchemaType
                ? IsPair(old.Referrer, @new.Referrer)
                : (old.Referrer.Kind, old.Referrer.Entity.Name) == (@new.Referrer.Kind, @new.Referrer.Entity.Name)
        );
}
