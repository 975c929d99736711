using QmpGen.Generator.Diagnostics;

namespace QmpGen.Tool.Qapi;

/// <summary>What holds for definitions when all names are known.</summary>
internal static class QapiRules
{
    // QEMU has three bases and two unions in one another. What has many more is no schema, and would be long to check.
    private const int MaxBases = 32;
    private const int MaxUnions = 8;

    /// <exception cref="InputException">A definition breaks a rule.</exception>
    public static void Check(IReadOnlyList<QapiDefinition> definitions)
    {
        // First, because whoever follows the bases would not come to an end.
        foreach (QapiObject type in definitions.OfType<QapiObject>())
        {
            CheckBases(type, OwnerOf(type));
        }

        foreach (QapiDefinition definition in definitions)
        {
            Check(definition);
        }
    }

    private static void Check(QapiDefinition definition)
    {
        switch (definition)
        {
            case QapiObject type:
                CheckObject(type, OwnerOf(type));
                break;
            case QapiAlternate alternate:
                CheckAlternate(alternate);
                break;
            case QapiCommand { Arguments: { } arguments } command:
                CheckArguments(arguments, command.Boxed, $"the command '{command.Name}'");
                break;
            case QapiEvent { Data: { } data } @event:
                CheckArguments(data, @event.Boxed, $"the event '{@event.Name}'");
                break;
        }
    }

    private static string OwnerOf(QapiObject type) =>
        type.IsUnion ? $"the union '{type.Name}'" : $"the struct '{type.Name}'";

    private static void CheckBases(QapiObject type, string owner)
    {
        HashSet<string> met = new(StringComparer.Ordinal) { type.Name };
        for (QapiTypeReference? parent = type.Base; parent is not null; parent = parent.Object?.Base)
        {
            if (parent.Object is not { IsUnion: false } target)
            {
                throw new InputException(
                    parent.Position,
                    $"the base '{parent.Name}' of {owner} is no struct: only a struct's members can be taken over"
                );
            }

            if (!met.Add(target.Name))
            {
                throw new InputException(
                    parent.Position,
                    $"the bases of {owner} lead back to '{parent.Name}': remove one 'base'"
                );
            }

            if (met.Count > MaxBases + 1)
            {
                throw new InputException(
                    parent.Position,
                    $"{owner} has more than {MaxBases} bases one upon the other: take some of them together"
                );
            }
        }
    }

    private static void CheckObject(QapiObject type, string owner)
    {
        Dictionary<string, QapiMember> members = new(StringComparer.Ordinal);
        foreach (QapiMember member in type.AllMembers)
        {
            CheckClash(member, members, owner);
            members.Add(member.Name, member);
        }

        if (type.Discriminator is { } discriminator)
        {
            CheckBranches(type, TagOf(discriminator, members, owner), owner);
            CheckNesting(type, members, owner);
        }
    }

    private static void CheckClash(QapiMember member, Dictionary<string, QapiMember> members, string owner)
    {
        if (members.TryGetValue(member.Name, out QapiMember? earlier))
        {
            throw new InputException(
                member.Position,
                $"the member '{member.Name}' of {owner} collides with the one at {earlier.Position}: rename one of them"
            );
        }
    }

    private static QapiEnum TagOf(QapiDiscriminator discriminator, Dictionary<string, QapiMember> members, string owner)
    {
        if (!members.TryGetValue(discriminator.Name, out QapiMember? tag))
        {
            throw new InputException(
                discriminator.Position,
                $"the discriminator '{discriminator.Name}' of {owner} is no member of its base: add it there"
            );
        }

        if (tag.Type is not { IsArray: false, Target: QapiEnum type })
        {
            throw new InputException(
                discriminator.Position,
                $"the discriminator '{tag.Name}' of {owner} has the type '{tag.Type.Name}', which is no enum"
            );
        }

        return tag is { Optional: false, Condition: null }
            ? type
            : throw new InputException(
                discriminator.Position,
                $"the discriminator '{tag.Name}' of {owner} is not always there: remove its '*' or 'if'"
            );
    }

    private static void CheckBranches(QapiObject union, QapiEnum tag, string owner)
    {
        QapiShape.CheckUnique(union.Branches, "branch", owner);
        HashSet<string> values = new(tag.Values.Select(value => value.Name), StringComparer.Ordinal);
        foreach (QapiMember branch in union.Branches)
        {
            string what = NameOf(branch, owner);
            if (!values.Contains(branch.Name))
            {
                throw new InputException(
                    branch.Position,
                    $"{what} is no value of '{tag.Name}': add it there, or remove the branch"
                );
            }

            if (branch.Type.Object is null)
            {
                throw new InputException(
                    branch.Type.Position,
                    $"{what} has the type '{branch.Type.Name}', which is no struct or union"
                );
            }
        }
    }

    private static string NameOf(QapiMember branch, string owner) => $"the branch '{branch.Name}' of {owner}";

    // A branch may be a union itself: all members on one path through the branches stand in one JSON object. Here they
    // are compared with those of
    // the outermost union, and with one another where the union next to it is checked; so no type is looked at twice
    // for being on many paths.
    private static void CheckNesting(QapiObject union, Dictionary<string, QapiMember> members, string owner)
    {
        List<(QapiObject Type, QapiMember Branch)> inner = TypesOf(
            union.Branches.Select(branch => (branch.Type, branch))
        );
        for (int depth = 1; inner.Count > 0; depth++)
        {
            foreach ((QapiObject type, QapiMember branch) in inner)
            {
                string what = NameOf(branch, owner);
                if (type.Name == union.Name)
                {
                    throw new InputException(
                        branch.Type.Position,
                        $"{what} contains the union itself, so that no such object could end"
                    );
                }

                if (depth > MaxUnions)
                {
                    throw new InputException(
                        branch.Type.Position,
                        $"{what} has more than {MaxUnions} unions in one another: make them flat"
                    );
                }

                foreach (QapiMember member in type.AllMembers)
                {
                    CheckClash(member, members, what);
                }
            }

            inner = TypesOf(
                inner.SelectMany(outer => outer.Type.Branches.Select(branch => (branch.Type, outer.Branch)))
            );
        }
    }

    /// <summary>The objects among the types of branches, each once, and the branch of the outermost union that leads
    /// there.</summary>
    private static List<(QapiObject Type, QapiMember Branch)> TypesOf(
        IEnumerable<(QapiTypeReference Type, QapiMember Branch)> branches
    )
    {
        HashSet<string> met = new(StringComparer.Ordinal);
        List<(QapiObject Type, QapiMember Branch)> types = [];
        foreach ((QapiTypeReference reference, QapiMember branch) in branches)
        {
            if (reference.Object is { } type && met.Add(type.Name))
            {
                types.Add((type, branch));
            }
        }

        return types;
    }

    private static void CheckAlternate(QapiAlternate alternate)
    {
        string owner = $"the alternate '{alternate.Name}'";
        QapiShape.CheckUnique(alternate.Branches, "branch", owner);
        Dictionary<string, QapiMember> kinds = new(StringComparer.Ordinal);
        foreach (QapiMember branch in alternate.Branches)
        {
            string kind =
                JsonKindOf(branch)
                ?? throw new InputException(
                    branch.Type.Position,
                    $"the branch '{branch.Name}' of {owner} has the type '{branch.Type.Name}', which JSON cannot tell from others"
                );
            if (kinds.TryGetValue(kind, out QapiMember? earlier))
            {
                string both = $"the branches '{earlier.Name}' and '{branch.Name}' of {owner}";
                throw new InputException(
                    branch.Position,
                    $"{both} are both a JSON {kind} and cannot be told apart: remove one"
                );
            }

            kinds.Add(kind, branch);
        }
    }

    private static string? JsonKindOf(QapiMember branch) =>
        branch.Type switch
        {
            { IsArray: true } => "array",
            { Target: QapiEnum } => "string",
            { Target: QapiObject } => "object",
            { Target: QapiBuiltin { IsInteger: true } } => "number",
            { Target: QapiBuiltin { JsonType: not "value" and { } kind } } => kind,
            _ => null,
        };

    private static void CheckArguments(QapiTypeReference type, bool boxed, string owner)
    {
        if (type.Object is not { } arguments)
        {
            throw new InputException(
                type.Position,
                $"the data of {owner} has the type '{type.Name}', which is no struct or union"
            );
        }

        if (arguments.IsUnion && !boxed)
        {
            throw new InputException(
                type.Position,
                $"the data of {owner} is the union '{type.Name}': add 'boxed': true"
            );
        }
    }
}
