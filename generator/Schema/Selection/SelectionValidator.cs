using QmpGen.Generator.Diagnostics;

namespace QmpGen.Generator.Schema.Selection;

/// <summary>Finds patterns that match nothing, because of a typing error or because this QEMU does not have the
/// name.</summary>
internal static class SelectionValidator
{
    /// <summary>Finds the problems of a selection.</summary>
    /// <param name="schema">The whole schema.</param>
    /// <param name="selected">The part that the patterns select.</param>
    /// <param name="schemaName">The name of the schema file in messages.</param>
    /// <param name="item">The place of the schema's item.</param>
    public static IReadOnlyList<Problem> FindProblems(
        QmpSchema schema,
        QmpSchema selected,
        IReadOnlyList<NamePattern> patterns,
        string schemaName,
        SourceSpan item
    )
    {
        string[] commands = [.. schema.Commands.Select(command => command.Name)];
        string[] events = [.. schema.Events.Select(@event => @event.Name)];
        List<Problem> problems = [];
        foreach (NamePattern pattern in patterns)
        {
            (string Reason, string Remedy)? mismatch = pattern.Scope switch
            {
                PatternScope.Commands => FindMismatch(pattern, "no command", commands, "an event", "Events", events),
                PatternScope.Events => FindMismatch(pattern, "no event", events, "a command", "Commands", commands),
                _ => FindMismatch(pattern, "neither a command nor an event", [.. commands, .. events], "", "", []),
            };
            if (mismatch is { } found)
            {
                problems.Add(CreateProblem(pattern.Span, found.Reason, found.Remedy));
            }
        }

        if (
            problems.Count == 0
            && selected.Commands.Count + selected.Events.Count == 0
            && commands.Length + events.Length > 0
        )
        {
            problems.Add(
                CreateProblem(
                    item,
                    "leaves neither a command nor an event",
                    "Remove what excludes them, a pattern with '!' or a word of Without."
                )
            );
        }

        return problems;

        Problem CreateProblem(SourceSpan span, string reason, string remedy) =>
            new(DiagnosticRules.UnmatchedPattern, span.ToLocation(), schemaName, reason, remedy);
    }

    private static (string Reason, string Remedy)? FindMismatch(
        NamePattern pattern,
        string nothing,
        string[] names,
        string other,
        string otherMetadata,
        string[] otherNames
    )
    {
        if (names.Any(pattern.Matches))
        {
            return null;
        }

        string reason = $"has the pattern '{pattern.Text}', which matches {nothing}";
        if (otherNames.FirstOrDefault(pattern.Matches) is { } elsewhere)
        {
            string match = pattern.IsExact ? $"but {other}" : $"but {other} such as '{elsewhere}'";
            return ($"{reason}, {match}", $"Write it into {otherMetadata}.");
        }

        string remedy =
            NearestName.Find(pattern.Names, names) is not { } nearest ? "Correct it, or remove it."
            : pattern.IsExact ? $"Did you mean '{(pattern.Excludes ? "!" : "")}{nearest}'?"
            : $"The name that comes nearest is '{nearest}'.";
        return (reason, remedy);
    }
}
