using QmpGen.Generator.Diagnostics;

namespace QmpGen.Tool.Qapi;

/// <summary>A resolved and validated schema.</summary>
/// <param name="Definitions">Ordered by file, in the order of the first include, as QEMU introspects them.</param>
/// <param name="Types">The defined and built-in types by name.</param>
internal sealed record QapiSchema(
    IReadOnlyList<QapiDefinition> Definitions,
    IReadOnlyDictionary<string, QapiType> Types
)
{
    /// <summary>Reads the main file of a schema and the files it includes.</summary>
    /// <param name="readFile">Returns the text of a file, or null if it does not exist.</param>
    /// <exception cref="InputException">The text is not a QAPI schema.</exception>
    public static QapiSchema Read(string file, Func<string, string?> readFile)
    {
        List<QapiTypeReference> references = [];
        IReadOnlyList<QapiDefinition> definitions = new QapiReader(readFile, references).Read(file);
        QapiSchema schema = new(definitions, QapiResolver.Resolve(definitions, references));
        QapiValidator.Validate(definitions);
        return schema;
    }
}
