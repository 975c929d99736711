using System.Text.Json.Nodes;
using QmpGen.Generator.Diagnostics;
using QmpGen.Tool.Introspection;
using QmpGen.Tool.Qapi;
using Xunit;

namespace QmpGen.Tool.Tests.Harness;

/// <summary>Schemas that stand in a test.</summary>
internal static class QapiSource
{
    public static QapiSchema Read(string text) => Read(("schema.json", text));

    /// <summary>Reads files, of which the first is the main one.</summary>
    public static QapiSchema Read(params (string Path, string Text)[] files) =>
        QapiSchema.Read(
            files[0].Path,
            path => files.Where(file => file.Path == path).Select(file => file.Text).FirstOrDefault()
        );

    /// <summary>The only definition of a type in a text, which may define others.</summary>
    public static T Find<T>(string text)
        where T : QapiDefinition => Assert.Single(Read(text).Definitions.OfType<T>());

    /// <summary>What the reader says about a text that is wrong.</summary>
    public static string Mistake(params (string Path, string Text)[] files)
    {
        InputException mistake = Assert.Throws<InputException>(() => Read(files));
        return $"{mistake.Span}: {mistake.Message}";
    }

    /// <summary>The dump of everything in a text.</summary>
    public static Dump Introspect(string text) =>
        new(Introspector.Introspect(Read(text), BuildConfiguration.Everything));

    /// <summary>The dump of what a build has that defines these symbols.</summary>
    public static Dump Introspect(string text, string[] symbols) =>
        new(Introspector.Introspect(Read(text), BuildConfiguration.Defining(symbols)));
}

/// <summary>A dump that a test looks into.</summary>
internal sealed class Dump(string text)
{
    private readonly JsonArray _entities = JsonNode.Parse(text)!.AsArray();

    public string Text { get; } = text;

    public IEnumerable<string> Names => _entities.Select(entity => (string)entity!["name"]!);

    /// <summary>The line of an entity, without the comma.</summary>
    public string this[string name] =>
        Text.Split('\n')
            .Single(line => line.StartsWith($$"""{"name": "{{name}}",""", StringComparison.Ordinal))
            .TrimEnd(',');
}
