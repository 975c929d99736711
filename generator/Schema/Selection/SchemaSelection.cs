namespace QmpGen.Generator.Schema.Selection;

/// <summary>Which commands and events of a schema are generated. The types that they need follow from them.</summary>
internal static class SchemaSelection
{
    /// <summary>
    /// The schema with the selected commands and events alone. The order of the patterns does not matter: one that
    /// leaves out goes before one that does not, and
    /// where none says what to generate, all is. What a pattern names in full is generated whatever its features.
    /// </summary>
    public static QmpSchema Select(QmpSchema schema, IReadOnlyList<NamePattern> patterns, Omission without)
    {
        NamePattern[] commands = [.. patterns.Where(pattern => pattern.Scope != PatternScope.Events)];
        NamePattern[] events = [.. patterns.Where(pattern => pattern.Scope != PatternScope.Commands)];
        return schema with
        {
            Commands = [.. schema.Commands.Where(command => IsSelected(command, commands, without))],
            Events = [.. schema.Events.Where(@event => IsSelected(@event, events, without))],
        };
    }

    private static bool IsSelected(SchemaEntity entity, NamePattern[] patterns, Omission without)
    {
        bool selectsAll = true;
        bool isMatched = false;
        bool isNamed = false;
        foreach (NamePattern pattern in patterns)
        {
            bool matches = pattern.Matches(entity.Name);
            if (pattern.Excludes)
            {
                if (matches)
                {
                    return false;
                }

                continue;
            }

            selectsAll = false;
            isMatched |= matches;
            isNamed |= matches && pattern.IsExact;
        }

        return isNamed || ((selectsAll || isMatched) && !without.Omits(entity.Features));
    }
}
