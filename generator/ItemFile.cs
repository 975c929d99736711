using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace QmpGen.Generator;

/// <summary>A file that an item names, beside the schema, as the compiler hands it over.</summary>
/// <param name="Path">Where the file is.</param>
/// <param name="Text">What it holds; null where it could not be read.</param>
internal sealed record ItemFile(string Path, string? Text)
{
    /// <summary>A QmpNames item.</summary>
    public const string Names = "names";

    /// <summary>The patterns of a QmpSchema item.</summary>
    public const string Select = "select";

    /// <summary>A file of QEMU's QAPI source.</summary>
    public const string Docs = "docs";

    /// <summary>Reads an additional file; none where it is of another kind.</summary>
    public static IEnumerable<ItemFile> From(
        string kind,
        AdditionalText file,
        AnalyzerConfigOptionsProvider provider,
        CancellationToken cancellationToken
    )
    {
        if (ItemMetadata.Read(provider.GetOptions(file), "Kind") == kind)
        {
            yield return new ItemFile(file.Path, file.GetText(cancellationToken)?.ToString());
        }
    }

    /// <summary>The file at a path; where none is spelt so, one whose path differs in case or slashes only, as may be
    /// on Windows.</summary>
    public static ItemFile? Find(ImmutableArray<ItemFile> files, string path) =>
        files.FirstOrDefault(file => file.Path == path)
        ?? files.FirstOrDefault(file =>
            string.Equals(Slashed(file.Path), Slashed(path), StringComparison.OrdinalIgnoreCase)
        );

    private static string Slashed(string path) => path.Replace('\\', '/');
}
