using System.Text.Json;
using QmpGen.CodeGeneration;

namespace QmpGen;

/// <summary>Reads the result of <c>guest-info</c>, because a guest agent does not have a schema.</summary>
internal static class GuestAgentSchemaReader
{
    /// <summary>Reads the enabled commands. Their types are those of the bindings.</summary>
    /// <exception cref="QmpProtocolException">The result does not list commands.</exception>
    public static SchemaGraph Read(ReadOnlyMemory<byte> json, QmpCompiledSchema? compiled)
    {
        try
        {
            using JsonDocument document = JsonValidator.ParseDocument(json);
            CommandNode[] commands =
            [
                .. document
                    .RootElement.GetProperty("supported_commands")
                    .EnumerateArray()
                    .Where(command => command.GetProperty("enabled").GetBoolean())
                    .Select(command => command.GetProperty("name").GetString() ?? "")
                    .Select(name => compiled?.Bindings.Graph.FindCommand(name) ?? new CommandNode(name, typeName: "")),
            ];
            return new SchemaGraph(commands, [], []);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new QmpProtocolException(
                "The result of 'guest-info' does not list commands. Check that the peer is a guest agent.",
                e
            );
        }
    }
}
