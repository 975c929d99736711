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
        PatternSet commands = new([.. patterns.Where(pattern => pattern.Scope != PatternScope.Events)]);
        PatternSet events = new([.. patterns.Where(pattern => pattern.Scope != PatternScope.Commands)]);
        return schema with
        {
            Commands = [.. schema.Commands.Where(command => commands.Selects(command, excluded))],
            Events = [.. schema.Events.Where(@event => events.Selects(@event, excluded))],
        };
    }
}
