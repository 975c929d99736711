using System.Text;
using QmpGen.CodeGeneration;

namespace QmpGen.Tests;

/// <summary>Compares the text of compiled schemas with schemas of servers.</summary>
internal static class ComparedSchemas
{
    private const string Builtins = """
        {"name": "str", "meta-type": "builtin", "json-type": "string"},
        {"name": "int", "meta-type": "builtin", "json-type": "int"},
        {"name": "number", "meta-type": "builtin", "json-type": "number"},
        {"name": "any", "meta-type": "builtin", "json-type": "value"},
        {"name": "[str]", "meta-type": "array", "element-type": "str"},
        {"name": "Empty", "meta-type": "object", "members": []}
        """;

    /// <param name="compiled">The schema text.</param>
    /// <param name="server">The entities of the server, without those of builtins.</param>
    /// <param name="releases">The labels and versions of the compiled releases.</param>
    public static QmpSchemaComparison Compare(string compiled, string server, params string[] releases) =>
        Compare(compiled, ServerSchemaReader.Read(Encoding.UTF8.GetBytes($"[{server}, {Builtins}]")), releases);

    public static QmpSchemaComparison Compare(string compiled, SchemaGraph server, params string[] releases)
    {
        byte[] text = Encoding.UTF8.GetBytes(compiled.ReplaceLineEndings("\n"));
        QmpCompiledSchema schema = new(
            () => text,
            [.. releases.DefaultIfEmpty("7.2.22").Select(release => new QmpCompiledRelease(release, release))]
        );
        return new QmpSchemaComparison(schema.Bindings, server, new QmpVersion(10, 0, 13, Package: ""));
    }

    /// <summary>Lists the lines of commands, events and types in a report, without titles and summary.</summary>
    public static string[] FormatEntities(QmpSchemaComparison comparison) =>
        [
            .. comparison
                .ToString()
                .Split('\n')
                .Skip(1)
                .TakeWhile(line => line != "summary:")
                .Where(line => line.Length > 0 && line[^1] != ':'),
        ];
}
