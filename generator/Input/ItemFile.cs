using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace QmpGen.Generator.Input;

/// <summary>A file of a QmpGen item, as the compiler provides it.</summary>
/// <param name="Kind">The kind, one of <see cref="ItemKinds"/>.</param>
/// <param name="Text">The content, or null if the file cannot be read.</param>
internal record ItemFile(string Kind, string Path, string? Text)
{
    // Other packages add metadata to additional files, too.
    private const string Prefix = "build_metadata.AdditionalFiles.QmpGen";

    /// <summary>Reads an additional file. Returns nothing if it does not belong to QmpGen.</summary>
    public static IEnumerable<ItemFile> Read(
        AdditionalText file,
        AnalyzerConfigOptionsProvider provider,
        CancellationToken cancellationToken
    )
    {
        AnalyzerConfigOptions metadata = provider.GetOptions(file);
        switch (Metadata("Kind"))
        {
            case ItemKinds.Schema:
                yield return new SchemaFile(
                    file.Path,
                    ReadText(),
                    Metadata("Item") is { Length: > 0 } item ? item : file.Path,
                    Metadata("Namespace"),
                    Metadata("Client"),
                    Metadata("Accessibility"),
                    Metadata("Directions"),
                    Metadata("QemuVersion"),
                    Metadata("Commands"),
                    Metadata("Events"),
                    Metadata("Select"),
                    Metadata("Without"),
                    Metadata("Docs")
                );
                break;
            case (ItemKinds.Names or ItemKinds.Filter or ItemKinds.Docs or ItemKinds.Project) and var kind:
                yield return new ItemFile(kind, file.Path, ReadText());
                break;
        }

        string? ReadText() => file.GetText(cancellationToken)?.ToString();

        string Metadata(string name) => metadata.TryGetValue(Prefix + name, out string? value) ? value.Trim() : "";
    }
}
