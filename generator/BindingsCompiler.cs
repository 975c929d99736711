using QmpGen.Generator.Collections;
using QmpGen.Generator.Model;
using QmpGen.Generator.Names;
using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Schema;

namespace QmpGen.Generator;

/// <summary>What a schema file becomes: the units to print, and what is to be said about it.</summary>
internal sealed record BindingsResult(EquatableArray<UnitModel> Units, EquatableArray<DiagnosticInfo> Diagnostics);

/// <summary>Text → entities → names → model: the whole way but the printing.</summary>
internal static class BindingsCompiler
{
    /// <summary>C# 14, as Roslyn numbers it; the extension members of the enums need it. The floor's LanguageVersion
    /// has no name for it.</summary>
    private const int RequiredLanguageVersion = 1400;

    public static BindingsResult Compile(
        SchemaInput input,
        IReadOnlyList<NameCatalogue> catalogues,
        int languageVersion,
        CancellationToken cancellationToken
    )
    {
        List<DiagnosticInfo> diagnostics = [];
        try
        {
            return new BindingsResult(
                Build(input, catalogues, languageVersion, diagnostics, cancellationToken),
                diagnostics.ToEquatableArray()
            );
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            diagnostics.Add(DiagnosticInfo.OfFailure(input.File.Path, e));
            return new BindingsResult([], diagnostics.ToEquatableArray());
        }
    }

    private static EquatableArray<UnitModel> Build(
        SchemaInput input,
        IReadOnlyList<NameCatalogue> catalogues,
        int languageVersion,
        List<DiagnosticInfo> diagnostics,
        CancellationToken cancellationToken
    )
    {
        SchemaFile file = input.File;
        if (input.Conflict is { } conflict)
        {
            string[] arguments = conflict == Rules.ListedTwice ? [file.Path] : [file.Namespace, input.TakenBy];
            diagnostics.Add(DiagnosticInfo.OfFile(conflict, file.Path, arguments));
        }
        else if (file.Text is not { } text)
        {
            diagnostics.Add(DiagnosticInfo.OfFile(Rules.Unreadable, file.Path, file.Path));
        }
        else if (languageVersion < RequiredLanguageVersion)
        {
            diagnostics.Add(
                DiagnosticInfo.OfFile(
                    Rules.LanguageTooOld,
                    file.Path,
                    $"{languageVersion / 100}.{languageVersion % 100}"
                )
            );
        }
        else if (file.ReadOptions(diagnostics) is { } options)
        {
            return Build(input, text, options, catalogues, diagnostics, cancellationToken);
        }

        return [];
    }

    private static EquatableArray<UnitModel> Build(
        SchemaInput input,
        string text,
        SchemaOptions options,
        IReadOnlyList<NameCatalogue> catalogues,
        List<DiagnosticInfo> diagnostics,
        CancellationToken cancellationToken
    )
    {
        QmpSchema? schema = SchemaReader.Read(text, out IReadOnlyList<SchemaProblem> found, cancellationToken);
        List<SchemaProblem> problems = [.. found];
        EquatableArray<UnitModel> units = [];
        if (schema is not null)
        {
            SchemaFacts facts = SchemaFacts.Find(schema, [.. catalogues, BuiltInCatalogue.Value], cancellationToken);
            units = new BindingsBuilder(
                schema,
                ItemSelection.Apply(schema, input, options.Without, diagnostics),
                facts,
                input.QemuDocs,
                options
            ).Build(problems, cancellationToken);
        }

        diagnostics.AddRange(problems.Select(problem => DiagnosticInfo.Of(problem, input.File.Path, text)));
        return units;
    }
}
