using QmpGen.Generator.Schema;

namespace QmpGen.Testing.Tests.Faithfulness;

/// <summary>Something that a client says, and that a server must take or refuse as QEMU does.</summary>
/// <param name="Command">The command in it; empty where it is malformed.</param>
/// <param name="Bytes">What is sent, a byte for each character.</param>
internal sealed record Conversation(string Command, string Bytes)
{
    /// <summary>Whether it is one well-formed request, so that it has one answer.</summary>
    public bool IsRequest => Command.Length > 0;

    /// <summary>Every command of a schema with good and bad arguments, commands that it lacks, and requests that are
    /// none.</summary>
    public static IReadOnlyList<Conversation> All(QmpSchema schema)
    {
        Variations variations = new();
        return
        [
            .. schema
                .Commands.Where(command => command.Name != QmpTestServer.Negotiation)
                .SelectMany(command => Of(command, variations)),
            .. schema.Commands.Select(command => Request($"{command.Name}x", "{}")),
            .. schema.Events.Select(@event => Request(@event.Name, "{}")),
            .. MalformedRequests.All.Select(bytes => new Conversation("", bytes)),
        ];
    }

    private static IEnumerable<Conversation> Of(SchemaCommand command, Variations variations)
    {
        IEnumerable<string> arguments = command.Arguments is { } type ? variations.Of(type.Target) : [];
        return new[] { "{}", "{\"no-such-member\":1}" }
            .Concat(arguments)
            .Distinct()
            .Select(text => Request(command.Name, text));
    }

    private static Conversation Request(string command, string arguments) =>
        new(command, $$"""{"execute":"{{command}}","arguments":{{arguments}}}""");
}
