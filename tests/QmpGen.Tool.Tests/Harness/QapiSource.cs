using System.Text.Json.Nodes;
using QmpGen.Generator.Diagnostics;
using QmpGen.Tool.Files;
using QmpGen.Tool.Introspection;
using QmpGen.Tool.Json;
using QmpGen.Tool.Qapi;
using Xunit;

namespace QmpGen.Tool.Tests.Harness;

/// <summary>Reads schemas in the text of a test.</summary>
/// <remarks>The main file is <c>schema.json</c>. A line <c>&gt;&gt;&gt; NAME</c> starts another file.</remarks>
internal static class QapiSource
{
    private const string MainFile = "schema.json";
    private const string Separator = "\n>>> ";

    public static QapiSchema Read(string text)
    {
        string[] parts = text.Split(Separator);
        Dictionary<string, string> files = new(StringComparer.Ordinal) { [MainFile] = parts[0] };
        foreach (string part in parts[1..])
        {
            int end = part.IndexOf('\n', StringComparison.Ordinal);
            files.Add(part[..end], part[(end + 1)..]);
        }

        return QapiSchema.Read(
            MainFile,
            path => path.StartsWith('/') ? throw Outside() : files.GetValueOrDefault(path)
        );

        static ToolException Outside() => new("it is outside the folder.");
    }

    /// <summary>Finds the only definition of a kind in a schema.</summary>
    public static T Find<T>(string text)
        where T : QapiDefinition => Assert.Single(Read(text).Definitions.OfType<T>());

    /// <summary>Reads a schema that is not valid.</summary>
    public static InputException ReadError(string text) => Assert.Throws<InputException>(() => Read(text));

    /// <summary>Introspects the conditional parts of all builds.</summary>
    public static IntrospectedDump Introspect(string text) => Introspect(text, BuildConfiguration.AllParts);

    /// <summary>Introspects a build that defines the given symbols.</summary>
    public static IntrospectedDump Introspect(string text, string[] symbols) =>
        Introspect(text, BuildConfiguration.FromSymbols(symbols));

    private static IntrospectedDump Introspect(string text, BuildConfiguration build) =>
        new(JsonFormatter.FormatLines(Introspector.Introspect(Read(text), build), depth: 1));
}

/// <summary>The entities of a dump.</summary>
internal sealed class IntrospectedDump(string text)
{
    private readonly JsonArray _entities = JsonNode.Parse(text)!.AsArray();

    public string Text { get; } = text;

    public IEnumerable<string> Names => _entities.Select(entity => (string)entity!["name"]!);

    /// <summary>The line of an entity without the comma at the end.</summary>
    public string this[string name] =>
        Text.Split('\n')
            .Single(line => line.StartsWith($$"""{"name": "{{name}}",""", StringComparison.Ordinal))
            .TrimEnd(',');
}
