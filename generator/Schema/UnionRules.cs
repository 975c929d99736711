using QmpGen.Generator.Json;

namespace QmpGen.Generator.Schema;

/// <summary>What holds for every flat union of QAPI. One that breaks a rule is read as the plain object of its common
/// members.</summary>
internal static class UnionRules
{
    /// <summary>The first rule that a union breaks, or null.</summary>
    /// <param name="union">The union.</param>
    /// <param name="find">Finds the type of a name; null where the schema lacks it.</param>
    public static (string Text, JsonNode Node)? FindFault(ObjectType union, Func<string, SchemaType?> find)
    {
        SchemaMember tag = union.Tag!;
        if (tag.Optional)
        {
            return ($"its tag '{tag.Name}' is optional", tag.Node);
        }

        if (TypeOf(tag.Type) is not EnumType tagType)
        {
            return ($"its tag '{tag.Name}' is no enum", tag.Node);
        }

        foreach (SchemaVariant variant in union.Variants)
        {
            if (tagType.Values.All(value => value.Name != variant.Case))
            {
                return ($"the case '{variant.Case}' is no value of its tag '{tag.Name}'", variant.Node);
            }

            switch (TypeOf(variant.Type))
            {
                // What the schema lacks has its own message; the branch is an empty one.
                case null:
                    break;
                case not ObjectType:
                    return (
                        $"the case '{variant.Case}' has the type '{variant.Type.Name}', which is no object",
                        variant.Node
                    );
                case ObjectType branch when Holds(branch, union, []):
                    return (
                        $"the case '{variant.Case}' contains the union itself, so that no such object could end",
                        variant.Node
                    );
            }
        }

        return null;

        SchemaType? TypeOf(TypeReference reference) => find(reference.Name);

        bool Holds(ObjectType branch, ObjectType sought, HashSet<string> met) =>
            branch.Name == sought.Name
            || (
                met.Add(branch.Name)
                && branch.Variants.Any(variant => TypeOf(variant.Type) is ObjectType inner && Holds(inner, sought, met))
            );
    }
}
