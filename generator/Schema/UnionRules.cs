using QmpGen.Generator.Diagnostics;

namespace QmpGen.Generator.Schema;

/// <summary>The rules of QAPI for flat unions.</summary>
/// <remarks>A union that breaks one is read as an object with the common members.</remarks>
internal static class UnionRules
{
    /// <summary>Finds the first rule that a union breaks.</summary>
    /// <param name="find">Finds a type by name; null if the schema does not have it.</param>
    /// <returns>The reason and its place, or null if the union is valid.</returns>
    public static (string Reason, SourceSpan Span)? FindViolation(ObjectType union, Func<string, SchemaType?> find)
    {
        SchemaMember tag = union.Tag!;
        if (tag.Optional)
        {
            return ($"the tag '{tag.Name}' is optional", tag.Span);
        }

        if (FindType(tag.Type) is not EnumType tagType)
        {
            return ($"the tag '{tag.Name}' is not an enum", tag.Span);
        }

        foreach (SchemaVariant variant in union.Variants)
        {
            if (tagType.Values.All(value => value.Name != variant.Case))
            {
                return ($"the case '{variant.Case}' is not a value of the tag '{tag.Name}'", variant.Span);
            }

            switch (FindType(variant.Type))
            {
                // A missing type is reported elsewhere; its branch is empty.
                case null:
                    break;
                case not ObjectType:
                    return (
                        $"the case '{variant.Case}' has the type '{variant.Type.Name}', which is not an object",
                        variant.Span
                    );
                case ObjectType branch when Contains(branch, []):
                    return ($"the case '{variant.Case}' contains the union itself", variant.Span);
            }
        }

        return null;

        SchemaType? FindType(TypeReference reference) => find(reference.Name);

        bool Contains(ObjectType branch, HashSet<string> visited) =>
            branch.Name == union.Name
            || (
                visited.Add(branch.Name)
                && branch.Variants.Any(variant =>
                    FindType(variant.Type) is ObjectType inner && Contains(inner, visited)
                )
            );
    }
}
