using QmpGen.Generator.Diagnostics;

namespace QmpGen.Tool.Qapi;

/// <summary>Resolves references to types.</summary>
internal static class QapiResolver
{
    /// <returns>The defined and built-in types by name.</returns>
    /// <exception cref="InputException">A name has several definitions or none.</exception>
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
                throw earlier is QapiBuiltin
                    ? QapiSchemaErrors.BuiltinName(definition.Span, definition.Name)
                    : QapiSchemaErrors.AlreadyDefined(definition.Span, definition.Name, earlier.Span);
            }

            known.Add(definition.Name, definition);
        }

        foreach (QapiEnum kind in definitions.Select(SimpleUnion.FindKindEnum).OfType<QapiEnum>())
        {
            if (known.TryGetValue(kind.Name, out QapiDefinition? namesake))
            {
                throw QapiSchemaErrors.KindEnumName(namesake.Span, kind.Name, kind.Span);
            }
        }

        Dictionary<string, QapiType> types = known
            .Values.OfType<QapiType>()
            .ToDictionary(type => type.Name, StringComparer.Ordinal);
        foreach (QapiTypeReference reference in references)
        {
            reference.Resolve(
                types.TryGetValue(reference.Name, out QapiType? type) ? type : throw CreateError(reference, known)
            );
        }

        return types;
    }

    private static InputException CreateError(QapiTypeReference reference, Dictionary<string, QapiDefinition> known) =>
        known.ContainsKey(reference.Name)
            ? QapiSchemaErrors.NotATypeName(reference.Span, reference.Name)
            : QapiSchemaErrors.UnknownType(reference.Span, reference.Name);
}
