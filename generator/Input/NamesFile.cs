using QmpGen.Generator.Collections;
using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Names.Catalogue;

namespace QmpGen.Generator.Input;

/// <summary>A QmpNames file.</summary>
/// <param name="Catalogue">The catalogue, or null if the file is broken.</param>
internal sealed record NamesFile(string Path, NameCatalogue? Catalogue, EquatableArray<Problem> Problems)
    : SharedFile(Path, Problems)
{
    public static new NamesFile Read(ItemFile file, CancellationToken cancellationToken)
    {
        if (file.Text is not { } text)
        {
            return Broken(
                new Problem(
                    DiagnosticRules.InvalidNames,
                    SourceLocation.FromFile(file.Path),
                    "the file cannot be opened"
                )
            );
        }

        try
        {
            return new NamesFile(
                file.Path,
                CatalogueReader.Read(new SourceFile(file.Path, text), cancellationToken),
                []
            );
        }
        catch (InputException e)
        {
            return Broken(e.ToProblem(DiagnosticRules.InvalidNames));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return Broken(Problem.FromException(file.Path, e));
        }

        NamesFile Broken(Problem problem) => new(file.Path, null, [problem]);
    }
}
