using QmpGen.Generator.Collections;

namespace QmpGen.Generator;

/// <summary>The files of QEMU's source in all the folders that a project names.</summary>
internal sealed record ProjectDocs(EquatableArray<DocsFile> Files)
{
    /// <summary>Those below a folder, in an order that does not depend on the file system.</summary>
    public EquatableArray<DocsFile> In(string folder) =>
        Files
            .Where(file => file.Path.StartsWith(folder, StringComparison.OrdinalIgnoreCase))
            .OrderBy(file => file.Path, StringComparer.Ordinal)
            .ToEquatableArray();
}
