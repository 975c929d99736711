namespace QmpGen.Generator.Schema.Selection;

/// <summary>What is wrong with a selection.</summary>
/// <param name="Pattern">The pattern; null for the selection as a whole.</param>
/// <param name="Fault">What is wrong, after "The selection of 'FILE'".</param>
/// <param name="Remedy">What to do, a sentence.</param>
internal sealed record SelectionProblem(NamePattern? Pattern, string Fault, string Remedy);

/// <summary>Finds the patterns that match nothing: names that are misspelt, or that this QEMU lacks.</summary>
internal static class SelectionCheck
{
    /// <summary>What is wrong with a selection.</summary>
    /// <param name="schema">The whole schema.</param>
    /// <param name="selected">What the patterns left of it.</param>
    /// <param name="patterns">The patterns.</param>
    public static IReadOnlyList<SelectionProblem> Find(
        QmpSchema schema,
        QmpSchema selected,
        IReadOnlyList<NamePattern> patterns
    )
    {
        string[] commands = [.. schema.Commands.Select(command => command.Name)];
        string[] events = [.. schema.Events.Select(@event => @event.Name)];
        List<SelectionProblem> problems = [];
        foreach (NamePattern pattern in patterns)
        {
            SelectionProblem? problem = pattern.Scope switch
            {
                PatternScope.Commands => Check(pattern, "no command", commands, "an event", "Events", events),
                PatternScope.Events => Check(pattern, "no event", events, "a command", "Commands", commands),
                _ => Check(pattern, "neither a command nor an event", [.. commands, .. events], "", "", []),
            };
            if (problem is not null)
            {
                problems.Add(problem);
            }
        }

        if (
            problems.Count == 0
            && selected.Commands.Count + selected.Events.Count == 0
            && commands.Length + events.Length > 0
        )
        {
            problems.Add(
                new SelectionProblem(
                    null,
                    "leaves neither a command nor an event",
                    "Remove what excludes them, a pattern with '!' or a word of Without."
                )
            );
        }

        return problems;
    }

    private static SelectionProblem? Check(
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

        string fault = $"has the pattern '{pattern.Text}', which matches {nothing}";
        if (otherNames.FirstOrDefault(pattern.Matches) is { } elsewhere)
        {
            string what = pattern.IsExact ? $"but {other}" : $"but {other} such as '{elsewhere}'";
            return new SelectionProblem(pattern, $"{fault}, {what}", $"Write it into {otherMetadata}.");
        }

        string remedy =
            NearestName.Find(pattern.Names, names) is not { } nearest ? "Correct it, or remove it."
            : pattern.IsExact ? $"Did you mean '{(pattern.Excludes ? "!" : "")}{nearest}'?"
            : $"The name that comes nearest is '{nearest}'.";
        return new SelectionProblem(pattern, fault, remedy);
    }
}
