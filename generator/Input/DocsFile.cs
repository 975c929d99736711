using QmpGen.Generator.Collections;
using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Documentation;

namespace QmpGen.Generator.Input;

/// <summary>A file of QEMU's QAPI source.</summary>
/// <param name="Definitions">The documented definitions, or nothing if the file is broken.</param>
internal sealed record DocsFile(
    string Path,
    EquatableArray<DefinitionDoc> Definitions,
    EquatableArray<Problem> Problems
) : SharedFile(Path, Problems)
{
    public static new DocsFile Read(ItemFile file, CancellationToken cancellationToken)
    {
        if (file.Text is not { } text)
        {
            return Broken(
                new Problem(
                    DiagnosticRules.UnreadableDocs,
                    SourceLocation.FromFile(file.Path),
                    "the file cannot be opened"
                )
            );
        }

        try
        {
            return new DocsFile(
                file.Path,
                DefinitionDocReader.Read(new SourceFile(file.Path, text), cancellationToken),
                []
            );
        }
        catch (InputException e)
        {
            return Broken(e.ToProblem(DiagnosticRules.UnreadableDocs));
        }

        DocsFile Broken(Problem problem) => new(file.Path, [], [problem]);
    }
}
