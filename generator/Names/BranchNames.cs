using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Names;

/// <summary>The names of the records that are nested in a flat union's, one for each value of its tag.</summary>
internal static class BranchNames
{
    /// <summary>The names by the values; none where the type is no union.</summary>
    /// <param name="type">The union.</param>
    /// <param name="enclosing">The names of the records that the branches are nested in.</param>
    public static IReadOnlyDictionary<string, string> Of(ObjectType type, IEnumerable<string> enclosing) =>
        type.Tag is { } tag
            ? new NameScope([.. ReservedNames.Union, .. enclosing]).TakeAll(
                ((EnumType)tag.Type.Target).Values.Select(value => value.Name),
                "Branch"
            )
            : new Dictionary<string, string>();
}
