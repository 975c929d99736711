using QmpGen.Generator.Schema;

namespace QmpGen.Testing.Tests.Faithfulness;

/// <summary>The members that an object can have on the wire: the common ones and those of one union branch.</summary>
/// <param name="Members">The members, in the order of the schema.</param>
/// <param name="Tags">The values of the tags by name. A plain object has no tag, a union with a union branch has
/// two.</param>
internal sealed record ObjectLayout(IReadOnlyList<SchemaMember> Members, IReadOnlyDictionary<string, string> Tags)
{
    private static readonly Dictionary<string, string> s_noTags = [];

    /// <summary>Returns all layouts of an object.</summary>
    public static IEnumerable<ObjectLayout> FindAll(ObjectType type)
    {
        if (type.Tag is not { } tag)
        {
            return [new ObjectLayout(type.Members, s_noTags)];
        }

        return ((EnumType)tag.Type.Target)
            .Values.Select(value => value.Name)
            .SelectMany(value =>
                FindBranches(type, value)
                    .Select(branch => new ObjectLayout(
                        [.. type.Members, .. branch.Members],
                        new Dictionary<string, string>(branch.Tags) { [tag.Name] = value }
                    ))
            );
    }

    private static IEnumerable<ObjectLayout> FindBranches(ObjectType type, string tag) =>
        type.Variants.FirstOrDefault(variant => variant.Case == tag)?.Type.Target is ObjectType branch
            ? FindAll(branch)
            : [new ObjectLayout([], s_noTags)];
}
