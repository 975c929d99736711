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
        NameList commands = new(Commands, schema.Commands);
        NameList events = new(Events, schema.Events);
        NameList both = new($"{Commands} or {Events}", [.. schema.Commands, .. schema.Events]);
        NameList none = new("", []);
        List<Problem> problems = [];
        foreach (NamePattern pattern in patterns)
        {
            // Each suggestion compares all names letter by letter.
            bool suggests = problems.Count < SchemaBounds.SuggestionCount;
            (string Reason, string Remedy)? mismatch = pattern.Scope switch
            {
                PatternScope.Commands => FindMismatch(pattern, commands, events, suggests),
                PatternScope.Events => FindMismatch(pattern, events, commands, suggests),
                _ => FindMismatch(pattern, both, none, suggests),
            };
            if (mismatch is { } found)
            {
                problems.Add(CreateProblem(pattern.Location, found.Reason, found.Remedy));
            }
        }

        if (problems.Count == 0 && selected.Commands.Count + selected.Events.Count == 0 && both.Names.Count > 0)
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
        NameList list,
        NameList otherList,
        bool suggests
    )
    {
        if (list.FindMatch(pattern) is not null)
        {
            return null;
        }

        string subject = $"the pattern '{NameRules.Format(pattern.Text)}'";
        if (otherList.FindMatch(pattern) is { } other)
        {
            string example = pattern.IsExact ? "" : $" such as '{other}'";
            return (
                $"{subject} matches {otherList.Kind}{example}, not {list.Kind}",
                $"Move it to {char.ToUpperInvariant(otherList.Kind[0])}{otherList.Kind.Substring(1)}."
            );
        }

        string? nearest =
            suggests && pattern.Names.Length <= SchemaBounds.NameLength
                ? NearestName.Find(pattern.Names, list.Names)
                : null;
        return (
            $"{subject} matches no {list.Kind}",
            nearest is null ? "Correct or remove it."
            : pattern.IsExact ? $"Did you mean '{(pattern.Excludes ? "!" : "")}{nearest}'?"
            : $"The nearest name is '{nearest}'."
        );
    }

    /// <summary>The names of commands, events or both.</summary>
    private sealed class NameList(string kind, IEnumerable<SchemaEntity> entities)
    {
        private readonly HashSet<string> _names = new(entities.Select(entity => entity.Name), StringComparer.Ordinal);

        public string Kind => kind;

        public IReadOnlyCollection<string> Names => _names;

        /// <summary>Finds a name that matches a pattern, or null.</summary>
        public string? FindMatch(NamePattern pattern) =>
            !pattern.IsExact ? _names.FirstOrDefault(pattern.Matches)
            : _names.Contains(pattern.Names) ? pattern.Names
            : null;
    }
}
