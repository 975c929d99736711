using QmpGen.Generator.Diagnostics;

namespace QmpGen.Generator.Schema.Selection;

/// <summary>Finds patterns that match nothing, because of a typing error or because this QEMU does not have the
/// name.</summary>
internal static class SelectionValidator
{
    // Also the names of the metadata, in lower case.
    private const string Commands = "commands";
    private const string Events = "events";

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
        SourceLocation item
    )
    {
        string[] commands = [.. schema.Commands.Select(command => command.Name)];
        string[] events = [.. schema.Events.Select(@event => @event.Name)];
        List<Problem> problems = [];
        foreach (NamePattern pattern in patterns)
        {
            (string Reason, string Remedy)? mismatch = pattern.Scope switch
            {
                PatternScope.Commands => FindMismatch(pattern, Commands, commands, Events, events),
                PatternScope.Events => FindMismatch(pattern, Events, events, Commands, commands),
                _ => FindMismatch(pattern, $"{Commands} or {Events}", [.. commands, .. events], "", []),
            };
            if (mismatch is { } found)
            {
                problems.Add(CreateProblem(pattern.Location, found.Reason, found.Remedy));
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
                    $"no {Commands} or {Events} remain",
                    "Remove a pattern with '!' or a value of Without."
                )
            );
        }

        return problems;

        Problem CreateProblem(SourceLocation location, string reason, string remedy) =>
            new(DiagnosticRules.UnmatchedPattern, location, schemaName, reason, remedy);
    }

    private static (string Reason, string Remedy)? FindMismatch(
        NamePattern pattern,
        string kind,
        string[] names,
        string otherKind,
        string[] otherNames
    )
    {
        if (names.Any(pattern.Matches))
        {
            return null;
        }

        string subject = $"the pattern '{pattern.Text}'";
        if (otherNames.FirstOrDefault(pattern.Matches) is { } other)
        {
            string example = pattern.IsExact ? "" : $" such as '{other}'";
            return (
                $"{subject} matches {otherKind}{example}, not {kind}",
                $"Move it to {char.ToUpperInvariant(otherKind[0])}{otherKind.Substring(1)}."
            );
        }

        return (
            $"{subject} matches no {kind}",
            NearestName.Find(pattern.Names, names) is not { } nearest ? "Correct or remove it."
            : pattern.IsExact ? $"Did you mean '{(pattern.Excludes ? "!" : "")}{nearest}'?"
            : $"The nearest name is '{nearest}'."
        );
    }
}
