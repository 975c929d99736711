using QmpGen.Generator.Diagnostics;

namespace QmpGen.Generator.Schema;

/// <summary>The rules of QAPI for flat unions, except for their nesting.</summary>
/// <remarks>A union that breaks one is read as an object with the common members.</remarks>
/// <param name="find">Finds a type by name; null if the schema does not have it.</param>
internal sealed class UnionRules(Func<string, SchemaType?> find)
{
    private readonly Dictionary<string, HashSet<string>> _values = new(StringComparer.Ordinal);

    /// <summary>Finds the first rule that a union breaks.</summary>
    /// <returns>The reason and its place, or null if the union is valid.</returns>
    public (string Reason, SourceSpan Span)? FindViolation(ObjectType union)
    {
        SchemaMember tag = union.Tag!;
        if (tag.Optional)
        {
            return ($"the tag '{tag.Name}' is optional", tag.Span);
        }

        if (find(tag.Type.Name) is not EnumType tagType)
        {
            return ($"the tag '{tag.Name}' is not an enum", tag.Span);
        }

        HashSet<string> values = GetValues(tagType);
        foreach (SchemaVariant variant in union.Variants)
        {
            if (!values.Contains(variant.Case))
            {
                return ($"the case '{variant.Case}' is not a value of the tag '{tag.Name}'", variant.Span);
            }

            // A missing type is reported elsewhere; its branch is empty.
            if (find(variant.Type.Name) is not (null or ObjectType))
            {
                return (
                    $"the case '{variant.Case}' has the type '{variant.Type.Name}', which is not an object",
                    variant.Span
                );
            }
        }

        return null;
    }

    /// <summary>Gets the values of a tag, which many unions can share.</summary>
    private HashSet<string> GetValues(EnumType type)
    {
        if (!_values.TryGetValue(type.Name, out HashSet<string>? values))
        {
            values = new(type.Values.Select(value => value.Name), StringComparer.Ordinal);
            _values.Add(type.Name, values);
        }

        return values;
    }
}
