using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using QmpGen.Generator.Model;
using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Schema;

namespace QmpGen.Generator;

/// <summary>A QmpNames item as the compiler hands it over.</summary>
/// <param name="Path">Where the file is, for diagnostics.</param>
/// <param name="Text">What it holds; null where it could not be read.</param>
internal sealed record NamesFile(string Path, string? Text)
{
    /// <summary>Reads an additional file; none where it is no catalogue of names.</summary>
    public static IEnumerable<NamesFile> From(AdditionalText file, AnalyzerConfigOptionsProvider provider, CancellationToken cancellationToken)
    {
        if (ItemMetadata.Read(provider.GetOptions(file), "Kind") == "names")
        {
            yield return new NamesFile(file.Path, file.GetText(cancellationToken)?.ToString());
        }
    }
}

/// <summary>The catalogues of names that a project has of its own, in the order of its QmpNames items.</summary>
internal sealed record ProjectNames(IReadOnlyList<NameCatalogue> Catalogues, EquatableArray<DiagnosticInfo> Diagnostics)
{
    /// <summary>Reads the files; what is broken is reported and left out.</summary>
    public static ProjectNames Read(ImmutableArray<NamesFile> files, CancellationToken cancellationToken)
    {
        List<NameCatalogue> catalogues = [];
        List<DiagnosticInfo> diagnostics = [];
        foreach (NamesFile file in files)
        {
            string text = file.Text ?? "";
            try
            {
                catalogues.Add(CatalogueReader.Read(text, cancellationToken));
            }
            catch (CatalogueException e)
            {
                diagnostics.Add(DiagnosticInfo.Of(new SchemaProblem(Rules.BadNames, e.Start, e.End, e.Message), file.Path, text));
            }
        }

        return new ProjectNames(catalogues, diagnostics.ToEquatableArray());
    }
}
