using QmpGen.Generator.Diagnostics;

namespace QmpGen.Tool.Qapi;

/// <summary>Validates definitions after all names are resolved.</summary>
internal static class QapiValidator
{
    // QEMU's schemas have up to three bases and two nested unions. The limits bound the time for broken files.
    private const int MaxBases = 32;
    private const int MaxUnions = 8;

    /// <exception cref="InputException">A definition breaks a rule.</exception>
    public static void Validate(IReadOnlyList<QapiDefinition> definitions)
    {
        // Check bases first, because the other checks would loop on a cycle.
        foreach (QapiObject type in definitions.OfType<QapiObject>())
        {
            CheckBases(type, Describe(type));
        }

        foreach (QapiDefinition definition in definitions)
        {
            CheckDefinition(definition);
        }
    }

    private static void CheckDefinition(QapiDefinition definition)
    {
        switch (definition)
        {
            case QapiObject type:
                CheckObject(type, Describe(type));
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

    private static string Describe(QapiObject type) =>
        type.IsUnion ? $"the union '{type.Name}'" : $"the struct '{type.Name}'";

    private static void CheckBases(QapiObject type, string owner)
    {
        HashSet<string> visited = new(StringComparer.Ordinal) { type.Name };
        for (QapiTypeReference? parent = type.Base; parent is not null; parent = parent.Object?.Base)
        {
            if (parent.Object is not { IsUnion: false } target)
            {
                throw QapiSchemaErrors.BaseNotAStruct(parent.Span, owner, parent.Name);
            }

            if (!visited.Add(target.Name))
            {
                throw QapiSchemaErrors.BaseCycle(parent.Span, owner, parent.Name);
            }

            if (visited.Count > MaxBases + 1)
            {
                throw QapiSchemaErrors.TooManyBases(parent.Span, owner, MaxBases);
            }
        }
    }

    private static void CheckObject(QapiObject type, string owner)
    {
        Dictionary<string, QapiMember> members = new(StringComparer.Ordinal);
        foreach (QapiMember member in type.AllMembers)
        {
            CheckMember(member, members, owner);
            members.Add(member.Name, member);
        }

        if (type.Discriminator is { } discriminator)
        {
            CheckBranches(type, FindTag(discriminator, members, owner), owner);
            CheckNesting(type, members, owner);
        }
    }

    private static void CheckMember(QapiMember member, Dictionary<string, QapiMember> members, string owner)
    {
        if (members.TryGetValue(member.Name, out QapiMember? earlier))
        {
            throw QapiSchemaErrors.DuplicateMember(member.Span, owner, member.Name, earlier.Span);
        }
    }

    private static QapiEnum FindTag(
        QapiDiscriminator discriminator,
        Dictionary<string, QapiMember> members,
        string owner
    )
    {
        if (!members.TryGetValue(discriminator.Name, out QapiMember? tag))
        {
            throw QapiSchemaErrors.DiscriminatorMissing(discriminator.Span, owner, discriminator.Name);
        }

        if (tag.Type is not { IsArray: false, Target: QapiEnum type })
        {
            throw QapiSchemaErrors.DiscriminatorNotAnEnum(discriminator.Span, owner, tag.Name, tag.Type.Name);
        }

        return tag is { Optional: false, Condition: null }
            ? type
            : throw QapiSchemaErrors.DiscriminatorOptional(discriminator.Span, owner, tag.Name);
    }

    private static void CheckBranches(QapiObject union, QapiEnum tag, string owner)
    {
        QapiValueReader.CheckUnique(union.Branches, "branch", owner);
        HashSet<string> values = new(tag.Values.Select(value => value.Name), StringComparer.Ordinal);
        foreach (QapiMember branch in union.Branches)
        {
            string branchOwner = Describe(branch, owner);
            if (!values.Contains(branch.Name))
            {
                throw QapiSchemaErrors.BranchNotAValue(branch.Span, branchOwner, tag.Name);
            }

            if (branch.Type.Object is null)
            {
                throw QapiSchemaErrors.BranchNotAnObject(branch.Type.Span, branchOwner, branch.Type.Name);
            }
        }
    }

    private static string Describe(QapiMember branch, string owner) => $"the branch '{branch.Name}' of {owner}";

    // All members on a path through nested unions share one JSON object. Comparing them with the outermost union only
    // is enough, because each nested union gets its own check. So each type is visited once, not once per path.
    private static void CheckNesting(QapiObject union, Dictionary<string, QapiMember> members, string owner)
    {
        List<(QapiObject Type, QapiMember Branch)> inner = FindObjects(
            union.Branches.Select(branch => (branch.Type, branch))
        );
        for (int depth = 1; inner.Count > 0; depth++)
        {
            foreach ((QapiObject type, QapiMember branch) in inner)
            {
                string branchOwner = Describe(branch, owner);
                if (type.Name == union.Name)
                {
                    throw QapiSchemaErrors.UnionCycle(branch.Type.Span, branchOwner);
                }

                if (depth > MaxUnions)
                {
                    throw QapiSchemaErrors.TooManyUnions(branch.Type.Span, branchOwner, MaxUnions);
                }

                foreach (QapiMember member in type.AllMembers)
                {
                    CheckMember(member, members, branchOwner);
                }
            }

            inner = FindObjects(
                inner.SelectMany(outer => outer.Type.Branches.Select(branch => (branch.Type, outer.Branch)))
            );
        }
    }

    /// <summary>Maps each object among the branch types to its outermost branch.</summary>
    private static List<(QapiObject Type, QapiMember Branch)> FindObjects(
        IEnumerable<(QapiTypeReference Type, QapiMember Branch)> branches
    )
    {
        HashSet<string> visited = new(StringComparer.Ordinal);
        List<(QapiObject Type, QapiMember Branch)> types = [];
        foreach ((QapiTypeReference reference, QapiMember branch) in branches)
        {
            if (reference.Object is { } type && visited.Add(type.Name))
            {
                types.Add((type, branch));
            }
        }

        return types;
    }

    private static void CheckAlternate(QapiAlternate alternate)
    {
        string owner = $"the alternate '{alternate.Name}'";
        QapiValueReader.CheckUnique(alternate.Branches, "branch", owner);
        Dictionary<string, QapiMember> kinds = new(StringComparer.Ordinal);
        foreach (QapiMember branch in alternate.Branches)
        {
            string kind =
                FindJsonKind(branch)
                ?? throw QapiSchemaErrors.BranchWithoutKind(
                    branch.Type.Span,
                    Describe(branch, owner),
                    branch.Type.Name
                );
            if (kinds.TryGetValue(kind, out QapiMember? earlier))
            {
                throw QapiSchemaErrors.SameKind(branch.Span, owner, earlier.Name, branch.Name, kind);
            }

            kinds.Add(kind, branch);
        }
    }

    private static string? FindJsonKind(QapiMember branch) =>
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
            throw QapiSchemaErrors.DataNotAnObject(type.Span, owner, type.Name);
        }

        if (arguments.IsUnion && !boxed)
        {
            throw QapiSchemaErrors.UnionNotBoxed(type.Span, owner, type.Name);
        }
    }
}
