using QmpGen.Generator.Diagnostics;

namespace QmpGen.Tool.Qapi;

/// <summary>Finds what the names mean.</summary>
internal static class QapiResolver
{
    /// <returns>The types by name.</returns>
    /// <exception cref="InputException">A name is defined twice or not at all.</exception>
    public static IReadOnlyDictionary<string, QapiType> Resolve(
        IReadOnlyList<QapiDefinition> definitions,
        IEnumerable<QapiTypeReference> references
    )
    {
        Dictionary<string, QapiDefinition> known = QapiBuiltin.All.ToDictionary(
            builtin => builtin.Name,
            builtin => (QapiDefinition)builtin,
            StringComparer.Ordinal
        );
        foreach (QapiDefinition definition in definitions)
        {
            if (known.TryGetValue(definition.Name, out QapiDefinition? earlier))
            {
                string what =
                    earlier is QapiBuiltin ? "is a builtin type" : $"is already defined at {earlier.Position}";
                throw new InputException(definition.Position, $"'{definition.Name}' {what}: choose another name");
            }

            known.Add(definition.Name, definition);
        }

        foreach (QapiEnum kind in definitions.Select(SimpleUnion.KindOf).OfType<QapiEnum>())
        {
            if (known.TryGetValue(kind.Name, out QapiDefinition? namesake))
            {
                throw new InputException(
                    namesake.Position,
                    $"'{kind.Name}' is the enum that the union at {kind.Position} brings with it: choose another name"
                );
            }
        }

        Dictionary<string, QapiType> types = known
            .Values.OfType<QapiType>()
            .ToDictionary(type => type.Name, StringComparer.Ordinal);
        foreach (QapiTypeReference reference in references)
        {
            reference.Resolve(
                types.TryGetValue(reference.Name, out QapiType? type)
                    ? type
                    : throw new InputException(reference.Position, Missing(reference.Name, known))
            );
        }

        return types;
    }

    private static string Missing(string name, Dictionary<string, QapiDefinition> known) =>
        known.ContainsKey(name)
            ? $"'{name}' is a command or an event, where a type is expected"
            : $"there is no type '{name}': define it, or include the file that does";
}
