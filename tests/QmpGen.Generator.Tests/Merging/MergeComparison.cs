using QmpGen.Generator.Merging;
using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Tests.Merging;

/// <summary>Compares a dump with the merged schema, from every command and event.</summary>
internal sealed class MergeComparison(MergedRelease release, QmpSchema merged)
{
    private readonly HashSet<(string, string)> _visited = [];
    private readonly List<string> _missing = [];

    /// <summary>Lists what the merged schema lacks, or says of the release although it is not so.</summary>
    public IReadOnlyList<string> FindMissing()
    {
        foreach (SchemaCommand command in release.Schema.Commands)
        {
            SchemaCommand? other = merged.Commands.FirstOrDefault(candidate => candidate.Name == command.Name);
            if (Check(command.Name, other?.Releases))
            {
                Compare($"{command.Name}()", command.Arguments?.Target, other!.Arguments?.Target);
                Compare(command.Name, command.Result?.Target, other.Result?.Target);
            }
        }

        foreach (SchemaEvent @event in release.Schema.Events)
        {
            SchemaEvent? other = merged.Events.FirstOrDefault(candidate => candidate.Name == @event.Name);
            if (Check(@event.Name, other?.Releases))
            {
                Compare(@event.Name, @event.Data?.Target, other!.Data?.Target);
            }
        }

        return _missing;
    }

    private bool Check(string path, IReadOnlyList<string>? releases)
    {
        bool found = releases?.Contains(release.Label) == true;
        if (!found)
        {
            _missing.Add(path);
        }

        return found;
    }

    private void Compare(string path, SchemaType? type, SchemaType? other)
    {
        if (type is null || other is null || !_visited.Add((type.Name, other.Name)))
        {
            return;
        }

        switch (type, other)
        {
            case (ArrayType array, ArrayType otherArray):
                Compare(path, array.Item.Target, otherArray.Item.Target);
                break;
            case (EnumType item, EnumType otherEnum):
                foreach (EnumValue value in item.Values)
                {
                    Check(
                        $"{path}^{value.Name}",
                        otherEnum.Values.FirstOrDefault(candidate => candidate.Name == value.Name)?.Releases
                    );
                }

                break;
            case (ObjectType item, ObjectType otherObject):
                CompareObjects(path, item, otherObject);
                break;
            case (AlternateType item, AlternateType otherAlternate):
                foreach (SchemaType branch in item.Branches.Select(branch => branch.Type.Target))
                {
                    if (branch is ObjectType)
                    {
                        Compare(
                            path,
                            branch,
                            otherAlternate
                                .Branches.Select(candidate => candidate.Type.Target)
                                .OfType<ObjectType>()
                                .FirstOrDefault()
                        );
                    }
                }

                break;
            case (BuiltinType, _) or (_, AlternateType or BuiltinType { Kind: BuiltinKind.Any }):
                break;
            default:
                _missing.Add($"{path}: {type.GetType().Name}");
                break;
        }
    }

    private void CompareObjects(string path, ObjectType type, ObjectType other)
    {
        // An object without the tag of the merged union is an UnknownBranch, unless only one branch fits.
        bool isUnknown =
            other is { Tag.Name: var tag, DefaultCase: null } && type.Members.All(member => member.Name != tag);
        foreach (SchemaMember member in type.Members)
        {
            if (isUnknown && other.Members.All(common => common.Name != member.Name))
            {
                continue;
            }

            SchemaMember[] found = [.. FindMembers(other).Where(candidate => candidate.Name == member.Name)];
            if (Check($"{path}.{member.Name}", found.SelectMany(candidate => candidate.Releases).ToList()))
            {
                Compare($"{path}.{member.Name}", member.Type.Target, found[0].Type.Target);
            }
        }

        // An object, or a union with another tag, has the members of all branches.
        bool isSameUnion = type.Tag?.Name == other.Tag?.Name;
        foreach (SchemaVariant variant in type.Variants)
        {
            string branchPath = $"{path}+{variant.Case}";
            SchemaVariant? found = other.Variants.FirstOrDefault(candidate => candidate.Case == variant.Case);
            if (!isSameUnion)
            {
                Compare(branchPath, variant.Type.Target, other);
            }
            else if (Check(branchPath, found?.Releases))
            {
                ObjectType branch = (ObjectType)found!.Type.Target;
                Compare(
                    branchPath,
                    variant.Type.Target,
                    branch with
                    {
                        Members = [.. other.Members, .. branch.Members],
                    }
                );
            }
        }
    }

    private static IEnumerable<SchemaMember> FindMembers(ObjectType type) =>
        type.Members.Concat(
            type.Variants.Select(variant => variant.Type.Target).OfType<ObjectType>().SelectMany(FindMembers)
        );
}
