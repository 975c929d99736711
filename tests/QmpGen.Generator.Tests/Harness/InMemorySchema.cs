using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace QmpGen.Generator.Tests;

/// <summary>A file of a QmpGen item, as the compiler passes it to the generator.</summary>
internal sealed class InMemorySchema(string path, string? text, params (string Name, string Value)[] metadata)
    : AdditionalText
{
    public override string Path { get; } = path;

    public IReadOnlyDictionary<string, string> Metadata { get; } =
        metadata
            .Append(("Kind", "schema"))
            .DistinctBy(pair => pair.Item1)
            .ToDictionary(
                pair => $"build_metadata.AdditionalFiles.QmpGen{pair.Item1}",
                pair => pair.Item2,
                StringComparer.OrdinalIgnoreCase
            );

    public override SourceText? GetText(CancellationToken cancellationToken = default) =>
        text is null ? null : SourceText.From(text, Encoding.UTF8);

    /// <summary>Creates a schema in the namespace of the tests.</summary>
    public static InMemorySchema FromText(string text, params (string Name, string Value)[] metadata) =>
        new("schema.json", text, [("Namespace", "Qemu"), .. metadata]);
}
