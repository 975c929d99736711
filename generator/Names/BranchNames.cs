using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Names;

/// <summary>Names the records nested in a flat union, one for each value of its tag.</summary>
internal static class BranchNames
{
    /// <summary>Assigns a name to each value of a union's tag.</summary>
    /// <param name="enclosing">The names of the records around the branches.</param>
    /// <returns>The names by value, or nothing if the type is not a union.</returns>
    public static IReadOnlyDictionary<string, string> Assign(ObjectType type, IEnumerable<string> enclosing) =>
        type.Tag is { } tag
            ? new NameScope([.. ReservedNames.Union, .. enclosing]).ReserveAll(
                ((EnumType)tag.Type.Target).Values.Select(value => value.Name),
                "Branch"
            )
            : new Dictionary<string, string>();
}
