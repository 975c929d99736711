using System.Collections.Immutable;
using QmpGen.Generator.Collections;
using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Schema;

namespace QmpGen.Generator;

/// <summary>The catalogues of names that a project has of its own, in the order of its QmpNames items.</summary>
internal sealed record ProjectNames(IReadOnlyList<NameCatalogue> Catalogues, EquatableArray<DiagnosticInfo> Diagnostics)
{
    /// <summary>Reads the files; what is broken is reported and left out.</summary>
    public static ProjectNames Read(ImmutableArray<ItemFile> files, CancellationToken cancellationToken)
    {
        List<NameCatalogue> catalogues = [];
        List<DiagnosticInfo> diagnostics = [];
        foreach (ItemFile file in files)
        {
            if (file.Text is not { } text)
            {
                diagnostics.Add(DiagnosticInfo.OfFile(Rules.BadNames, file.Path, "it cannot be read"));
                continue;
            }

            try
            {
                catalogues.Add(CatalogueReader.Read(text, cancellationToken));
            }
            catch (CatalogueException e)
            {
                diagnostics.Add(
                    DiagnosticInfo.Of(new SchemaProblem(Rules.BadNames, e.Start, e.End, e.Message), file.Path, text)
                );
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                diagnostics.Add(DiagnosticInfo.OfFailure(file.Path, e));
            }
        }

        return new ProjectNames(catalogues, diagnostics.ToEquatableArray());
    }
}
