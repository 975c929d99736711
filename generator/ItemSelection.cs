using QmpGen.Generator.Schema;
using QmpGen.Generator.Schema.Selection;

namespace QmpGen.Generator;

/// <summary>What a QmpSchema item selects of its schema, and what is to be said about that, where the pattern
/// stands.</summary>
internal static class ItemSelection
{
    /// <summary>The schema with the selected commands and events alone.</summary>
    public static QmpSchema Apply(
        QmpSchema schema,
        SchemaInput input,
        Omission without,
        ICollection<DiagnosticInfo> diagnostics
    )
    {
        SchemaFile file = input.File;
        if (file.Select.Length > 0 && input.Select?.Text is null)
        {
            // Everything is generated, so that no call of what is missing hides the message.
            diagnostics.Add(DiagnosticInfo.OfFile(Rules.BadSelect, file.Item, file.Select));
            return schema;
        }

        IReadOnlyList<NamePattern> patterns = input.ReadPatterns();
        if (patterns.Count == 0 && without == Omission.None)
        {
            return schema;
        }

        QmpSchema selected = SchemaSelection.Select(schema, patterns, without);
        foreach (SelectionProblem problem in SelectionCheck.Find(schema, selected, patterns))
        {
            string[] arguments = [Path.GetFileName(file.Path), problem.Fault, problem.Remedy];
            diagnostics.Add(
                problem.Pattern is { Scope: PatternScope.Both } pattern
                    ? DiagnosticInfo.Of(
                        new SchemaProblem(Rules.NothingSelected, pattern.Start, pattern.End, arguments),
                        input.Select!.Path,
                        input.Select.Text!
                    )
                    : DiagnosticInfo.OfFile(Rules.NothingSelected, file.Item, arguments)
            );
        }

        return selected;
    }
}
