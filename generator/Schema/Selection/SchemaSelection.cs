namespace QmpGen.Generator.Schema.Selection;

/// <summary>Selects the commands and events to generate. Their types follow from them.</summary>
internal static class SchemaSelection
{
    /// <summary>Creates a schema with only the selected commands and events.</summary>
    /// <remarks>
    /// The order of the patterns does not matter: patterns with <c>!</c> win over others. Without any other pattern
    /// everything is selected. A full name wins over <paramref name="excluded"/>.
    /// </remarks>
    public static QmpSchema Select(QmpSchema schema, IReadOnlyList<NamePattern> patterns, ExcludedFeatures excluded)
    {
        NamePattern[] commands = [.. patterns.Where(pattern => pattern.Scope != PatternScope.Events)];
        NamePattern[] events = [.. patterns.Where(pattern => pattern.Scope != PatternScope.Commands)];
        return schema with
        {
            Commands = [.. schema.Commands.Where(command => IsSelected(command, commands, excluded))],
            Events = [.. schema.Events.Where(@event => IsSelected(@event, events, excluded))],
        };
    }

    private static bool IsSelected(SchemaEntity entity, NamePattern[] patterns, ExcludedFeatures excluded)
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

        return isNamed || ((selectsAll || isMatched) && !excluded.Matches(entity.Features));
    }
}
