using QmpGen.Generator.Schema;
using QmpGen.Testing.Requests;

namespace QmpGen.Testing.Tests.Faithfulness;

/// <summary>An input that the test server must accept or reject as QEMU does.</summary>
/// <param name="Command">The command. Empty if the input is malformed.</param>
/// <param name="Bytes">The bytes, one for each character.</param>
internal sealed record TestInput(string Command, string Bytes)
{
    /// <summary>Whether the input is one well-formed request, which has one response.</summary>
    public bool IsRequest => Command.Length > 0;

    /// <summary>Creates requests with every command of a schema and with unknown ones, and malformed
    /// requests.</summary>
    public static IReadOnlyList<TestInput> CreateAll(QmpSchema schema)
    {
        ValueVariations variations = new();
        return
        [
            .. schema
                .Commands.Where(command => command.Name != CommandNames.Negotiation)
                .SelectMany(command => CreateRequests(command, variations)),
            .. schema.Commands.Select(command => CreateRequest($"{command.Name}x", "{}")),
            .. schema.Events.Select(@event => CreateRequest(@event.Name, "{}")),
            .. MalformedRequests.All.Select(bytes => new TestInput("", bytes)),
        ];
    }

    private static IEnumerable<TestInput> CreateRequests(SchemaCommand command, ValueVariations variations)
    {
        IEnumerable<string> arguments = command.Arguments is { } type ? variations.Create(type.Target) : [];
        return new[] { "{}", "{\"no-such-member\":1}" }
            .Concat(arguments)
            .Distinct()
            .Select(text => CreateRequest(command.Name, text));
    }

    private static TestInput CreateRequest(string command, string arguments) =>
        new(command, $$"""{"execute":"{{command}}","arguments":{{arguments}}}""");
}
