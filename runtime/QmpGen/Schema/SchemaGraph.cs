namespace QmpGen;

/// <summary>A schema: that of the bindings, or that of a server.</summary>
/// <param name="commands">The commands.</param>
/// <param name="events">The events.</param>
/// <param name="types">The types of the schema, without lists and builtin types.</param>
internal sealed class SchemaGraph(
    IReadOnlyList<CommandNode> commands,
    IReadOnlyList<EventNode> events,
    IReadOnlyList<TypeNode> types
)
{
    private readonly Dictionary<string, CommandNode> _commands = NodeIndex.Create(commands);
    private readonly Dictionary<string, EventNode> _events = NodeIndex.Create(events);

    public IReadOnlyList<CommandNode> Commands => commands;

    public IReadOnlyList<EventNode> Events => events;

    public IReadOnlyList<TypeNode> Types => types;

    public CommandNode? FindCommand(string name) => _commands.GetValueOrDefault(name);

    public EventNode? FindEvent(string name) => _events.GetValueOrDefault(name);
}
