using QmpGen.Generator.Schema;

namespace QmpGen.Testing.Tests.Faithfulness;

/// <summary>An object as it stands on the wire: the members of a flat union's common part and of one branch, and what
/// the tags must say for it.</summary>
/// <param name="Members">In the schema's order.</param>
/// <param name="Tags">The values of the tags by their names: none for a plain object, two where a branch is a union
/// itself.</param>
internal sealed record Shape(IReadOnlyList<SchemaMember> Members, IReadOnlyDictionary<string, string> Tags)
{
    private static readonly Dictionary<string, string> s_noTags = [];

    /// <summary>All shapes that an object can have.</summary>
    public static IEnumerable<Shape> Of(ObjectType type)
    {
        if (type.Tag is not { } tag)
        {
            return [new Shape(type.Members, s_noTags)];
        }

        return from value in ((EnumType)tag.Type.Target).Values
               let branch = type.Variants.FirstOrDefault(variant => variant.Case == value.Name)?.Type.Target as ObjectType
               from rest in branch is null ? [new Shape([], s_noTags)] : Of(branch)
               select new Shape(
                   [.. type.Members, .. rest.Members],
                   new Dictionary<string, string>(rest.Tags) { [tag.Name] = value.Name }
               );
    }
}
