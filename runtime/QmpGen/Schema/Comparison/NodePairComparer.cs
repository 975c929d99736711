using static QmpGen.QmpSchemaChangeKind;

namespace QmpGen;

/// <summary>Finds the differences in a pair, and the pairs of its parts.</summary>
/// <remarks>Arguments, event data and branches are flat: a missing object is the same as an empty one.</remarks>
internal sealed class NodePairComparer(BindingsSchema bindings, SchemaPairs pairs)
{
    public void Compare(NodePair pair)
    {
        CompareFeatures(pair, "", pair.Old.Features, pair.New.Features, QmpSchemaDirections.Both);
        switch (pair.Old, pair.New)
        {
            case (CommandNode old, CommandNode @new):
                CompareCommands(pair, old, @new);
                break;
            case (EventNode old, EventNode @new):
                CompareFlat(pair, "data", old.Data, @new.Data, QmpSchemaDirections.Received);
                break;
            case (ObjectNode old, ObjectNode @new):
                CompareMembers(pair, old, @new);
                CompareCases(pair, old, @new);
                break;
            case (EnumNode old, EnumNode @new):
                CompareValues(pair, old, @new);
                break;
            case (AlternateNode old, AlternateNode @new):
                CompareBranches(pair, old, @new);
                break;
        }
    }

    private static void CompareFeatures(
        NodePair pair,
        string path,
        IReadOnlyList<string> old,
        IReadOnlyList<string> @new,
        QmpSchemaDirections allowed
    )
    {
        foreach (string feature in old.Except(@new).Order(StringComparer.Ordinal))
        {
            Add(pair, path, ChangeKinds.FromRemovedFeature(feature), new PartText(feature), null, allowed: allowed);
        }

        foreach (string feature in @new.Except(old).Order(StringComparer.Ordinal))
        {
            Add(pair, path, ChangeKinds.FromAddedFeature(feature), null, new PartText(feature), allowed: allowed);
        }
    }

    private void CompareCommands(NodePair pair, CommandNode old, CommandNode @new)
    {
        PartText allowed = new("true");
        if (old.AllowsOutOfBand && !@new.AllowsOutOfBand)
        {
            Add(pair, "allow-oob", OutOfBandForbidden, allowed, null);
        }
        else if (!old.AllowsOutOfBand && @new.AllowsOutOfBand)
        {
            Add(pair, "allow-oob", OutOfBandAllowed, null, allowed);
        }

        CompareFlat(pair, "arguments", old.Arguments, @new.Arguments, QmpSchemaDirections.Sent);
        CompareOptional(
            pair,
            "returns",
            SkipEmpty(old.Result),
            SkipEmpty(@new.Result),
            (ResultAdded, ResultRemoved),
            QmpSchemaDirections.Received
        );
    }

    private void CompareMembers(NodePair pair, ObjectNode old, ObjectNode @new)
    {
        foreach (string name in NamesOf(old.Members, @new.Members))
        {
            string path = $".{name}";
            switch (old.FindMember(name), @new.FindMember(name))
            {
                case ({ } left, { } right):
                    CompareTypes(pair, path, left.Type, right.Type);
                    CompareOptionality(pair, path, left, right);
                    CompareFeatures(pair, path, left.Features, right.Features, QmpSchemaDirections.Both);
                    break;
                case ({ } left, null) when FindMoved(@new, pair.Unions.New, name) is { } right:
                    CompareTypes(pair, path, left.Type, right.Type);
                    break;
                case ({ } left, null):
                    QmpSchemaChangeKind removed = left.Optional ? OptionalMemberRemoved : RequiredMemberRemoved;
                    Add(pair, path, removed, Describe(left), null, bindings.FindReleasesWithout(left));
                    break;
                case (null, { } right) when FindMoved(old, pair.Unions.Old, name) is null:
                    Add(pair, path, right.Optional ? OptionalMemberAdded : RequiredMemberAdded, null, Describe(right));
                    CompareFeatures(pair, path, [], right.Features, QmpSchemaDirections.None);
                    break;
            }
        }
    }

    /// <summary>Finds a member that moved between the common members of a union and its branches.</summary>
    private static MemberNode? FindMoved(ObjectNode item, ObjectNode? union, string name) =>
        union?.FindMember(name)
        ?? item.Cases.Select(@case => @case.Type?.FindMember(name)).FirstOrDefault(member => member is not null);

    private static void CompareOptionality(NodePair pair, string path, MemberNode old, MemberNode @new)
    {
        if (old.Optional != @new.Optional)
        {
            QmpSchemaChangeKind kind = @new.Optional ? MemberBecameOptional : MemberBecameRequired;
            IReadOnlyList<int>? releases = old.RequiredIn.Count > 0 ? old.RequiredIn : null;
            Add(pair, path, kind, Describe(old), Describe(@new), releases);
        }
    }

    private void CompareCases(NodePair pair, ObjectNode old, ObjectNode @new)
    {
        foreach (string name in NamesOf(old.Cases, @new.Cases))
        {
            CaseNode? left = old.FindCase(name);
            TypeNode? oldType = SkipEmpty(left?.Type);
            TypeNode? newType = SkipEmpty(@new.FindCase(name)?.Type);
            if (HasCase(old, @new.Tag, name) && HasCase(@new, old.Tag, name))
            {
                CompareFlat(pair, $"[{name}]", oldType, newType, QmpSchemaDirections.Both);
            }
            else
            {
                CompareOptional(
                    pair,
                    $"[{name}]",
                    oldType,
                    newType,
                    (BranchAdded, BranchRemoved),
                    QmpSchemaDirections.Both,
                    left is null ? null : bindings.FindReleasesWithout(left)
                );
            }
        }
    }

    /// <summary>Gets whether the tag of an object can have a value.</summary>
    /// <param name="item">The object.</param>
    /// <param name="otherTag">The tag of the other object. The other release can have turned the object into a
    /// union.</param>
    /// <param name="name">The value.</param>
    private static bool HasCase(ObjectNode item, string? otherTag, string name) =>
        item.FindCase(name) is not null
        || ((item.Tag ?? otherTag) is { } tag && (item.FindMember(tag)?.Type as EnumNode)?.FindValue(name) is not null);

    private void CompareValues(NodePair pair, EnumNode old, EnumNode @new)
    {
        foreach (string name in NamesOf(old.Values, @new.Values))
        {
            ValueNode? left = old.FindValue(name);
            ValueNode? right = @new.FindValue(name);
            if (left is null)
            {
                Add(pair, "", ValueAdded, null, new PartText(name));
            }
            else if (right is null)
            {
                Add(pair, "", ValueRemoved, new PartText(name), null, bindings.FindReleasesWithout(left));
            }

            if (right is not null)
            {
                QmpSchemaDirections allowed = left is null ? QmpSchemaDirections.None : QmpSchemaDirections.Both;
                CompareFeatures(pair, $".'{name}'", left?.Features ?? [], right.Features, allowed);
            }
        }
    }

    private void CompareBranches(NodePair pair, AlternateNode old, AlternateNode @new)
    {
        Dictionary<string, TypeNode> left = IndexBranches(old);
        Dictionary<string, TypeNode> right = IndexBranches(@new);
        foreach (string kind in left.Keys.Union(right.Keys).Order(StringComparer.Ordinal))
        {
            CompareOptional(
                pair,
                $"|{kind}",
                left.GetValueOrDefault(kind),
                right.GetValueOrDefault(kind),
                (BranchAdded, BranchRemoved),
                QmpSchemaDirections.Both
            );
        }
    }

    private static Dictionary<string, TypeNode> IndexBranches(AlternateNode alternate)
    {
        Dictionary<string, TypeNode> branches = new(StringComparer.Ordinal);
        foreach (TypeNode branch in alternate.PlainBranches)
        {
            branches.TryAdd(NodeShape.From(branch).JsonKind, branch);
        }

        return branches;
    }

    private void CompareFlat(NodePair pair, string path, TypeNode? old, TypeNode? @new, QmpSchemaDirections allowed)
    {
        if (old is not null || @new is not null)
        {
            CompareTypes(pair, path, old ?? new ObjectNode(""), @new ?? new ObjectNode(""), allowed);
        }
    }

    /// <summary>Compares results or branches. If one is missing, the members of the other do not matter.</summary>
    private void CompareOptional(
        NodePair pair,
        string path,
        TypeNode? old,
        TypeNode? @new,
        (QmpSchemaChangeKind Added, QmpSchemaChangeKind Removed) kinds,
        QmpSchemaDirections allowed,
        IReadOnlyList<int>? releases = null
    )
    {
        switch (old, @new)
        {
            case ({ } left, { } right):
                CompareTypes(pair, path, left, right, allowed);
                break;
            case ({ } left, null):
                Add(pair, path, kinds.Removed, new PartText(null, left), null, releases, allowed);
                break;
            case (null, { } right):
                Add(pair, path, kinds.Added, null, new PartText(null, right), allowed: allowed);
                break;
        }
    }

    private void CompareTypes(
        NodePair pair,
        string path,
        TypeNode old,
        TypeNode @new,
        QmpSchemaDirections allowed = QmpSchemaDirections.Both
    )
    {
        NodeShape left = NodeShape.From(old);
        NodeShape right = NodeShape.From(@new);
        if (NodeShape.FindChange(left, right) is { } kind)
        {
            Add(pair, path, kind, new PartText(null, old), new PartText(null, @new), allowed: allowed);
        }
        else if (left.Type is ObjectNode or EnumNode or AlternateNode && left.Type != right.Type)
        {
            string items = path + string.Concat(Enumerable.Repeat("[]", left.ListDepth));
            if (pairs.FindOrAdd(pair, items, left.Type, right.Type) is { } child)
            {
                pair.Items.Add(new PairItem(items, allowed) { Child = child });
            }
            else
            {
                Add(pair, path, TypeReplaced, new PartText(null, old), new PartText(null, @new), allowed: allowed);
            }
        }
    }

    private static PartText Describe(MemberNode member) => new(null, member.Type, member.Optional);

    private static TypeNode? SkipEmpty(TypeNode? type) =>
        type is ObjectNode { Members.Count: 0, Cases.Count: 0 } ? null : type;

    private static IEnumerable<string> NamesOf(IEnumerable<SchemaNode> old, IEnumerable<SchemaNode> @new) =>
        old.Concat(@new).Select(node => node.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private static void Add(
        NodePair pair,
        string path,
        QmpSchemaChangeKind kind,
        PartText? old,
        PartText? @new,
        IReadOnlyList<int>? releases = null,
        QmpSchemaDirections allowed = QmpSchemaDirections.Both
    ) =>
        pair.Items.Add(
            new PairItem(path, allowed)
            {
                Kind = kind,
                Old = old,
                New = @new,
                Releases = releases,
            }
        );
}
