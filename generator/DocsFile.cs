using QmpGen.Generator.Collections;
using QmpGen.Generator.Documentation;
using QmpGen.Generator.Qapi;
using QmpGen.Generator.Schema;

namespace QmpGen.Generator;

/// <summary>A file of QEMU's QAPI source, read for its documentation.</summary>
internal sealed record DocsFile(
    string Path,
    EquatableArray<DefinitionDoc> Definitions,
    EquatableArray<DiagnosticInfo> Diagnostics
)
{
    /// <summary>Reads a file; one that is broken documents nothing.</summary>
    public static DocsFile Read(ItemFile file, CancellationToken cancellationToken)
    {
        try
        {
            return file.Text is { } text
                ? new DocsFile(file.Path, DefinitionDocReader.Read(file.Path, text, cancellationToken), [])
                : new DocsFile(file.Path, [], [DiagnosticInfo.OfFile(Rules.BadDocs, file.Path, "it cannot be opened")]);
        }
        catch (QapiException e)
        {
            return new DocsFile(
                file.Path,
                [],
                [DiagnosticInfo.OfPlace(Rules.BadDocs, file.Path, e.Position.Line, e.Position.Column, e.Message)]
            );
        }
    }
}
