using QmpGen.Generator.Collections;
using QmpGen.Generator.Diagnostics;

namespace QmpGen.Generator.Input;

/// <summary>A file that several schemas of a project can use.</summary>
internal abstract record SharedFile(string Path, EquatableArray<Problem> Problems)
{
    /// <summary>Reads a file. Returns nothing if it belongs to one schema.</summary>
    public static IEnumerable<SharedFile> Read(ItemFile file, CancellationToken cancellationToken) =>
        file.Kind switch
        {
            ItemKinds.Names => [NamesFile.Read(file, cancellationToken)],
            ItemKinds.Project => [ProjectFile.Read(file, cancellationToken)],
            ItemKinds.Docs => [DocsFile.Read(file, cancellationToken)],
            _ => [],
        };
}
