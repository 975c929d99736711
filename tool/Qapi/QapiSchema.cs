using QmpGen.Generator.Diagnostics;

namespace QmpGen.Tool.Qapi;

/// <summary>A schema that has been read, resolved and checked.</summary>
/// <param name="Definitions">In the order of introspection: file by file, as the files were first included.</param>
/// <param name="Types">The types with a name of their own, and the builtin ones.</param>
internal sealed record QapiSchema(
    IReadOnlyList<QapiDefinition> Definitions,
    IReadOnlyDictionary<string, QapiType> Types
)
{
    /// <summary>Reads a schema.</summary>
    /// <param name="file">Its main file.</param>
    /// <param name="readFile">Gives a file's text, or null where there is no such file.</param>
    /// <exception cref="InputException">It is no QAPI schema.</exception>
    public static QapiSchema Read(string file, Func<string, string?> readFile)
    {
        List<QapiTypeReference> references = [];
        IReadOnlyList<QapiDefinition> definitions = new QapiReader(readFile, references).Read(file);
        QapiSchema schema = new(definitions, QapiResolver.Resolve(definitions, references));
        QapiRules.Check(definitions);
        return schema;
    }
}
