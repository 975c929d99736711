using System.Text.Json;
using QmpGen.Generator.Collections;
using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Schema;

namespace QmpGen.Testing.Schema;

/// <summary>The dump that a server serves: what its commands are, and the text itself.</summary>
internal sealed class TestSchema
{
    private readonly Dictionary<string, SchemaCommand> _commands;
    private readonly HashSet<string> _events;
    private readonly ArgumentChecker _checker;

    private TestSchema(QmpSchema schema, QmpValue dump)
    {
        _commands = schema.Commands.ToDictionary(command => command.Name, StringComparer.Ordinal);
        _events = [.. schema.Events.Select(@event => @event.Name)];
        _checker = new ArgumentChecker(
            new Lazy<SchemaMetadata>(() =>
                SchemaMetadata.Find(schema, [BuiltInCatalogue.Value], CancellationToken.None)
            )
        );
        Dump = dump;
    }

    /// <summary>The schema of a server that plays a recording, which decides by itself.</summary>
    public static TestSchema None { get; } =
        new(
            new QmpSchema([], [], new Dictionary<string, SchemaType>(StringComparer.Ordinal), null, default),
            QmpValue.Parse("[]")
        );

    /// <summary>The array of entities.</summary>
    public QmpValue Dump { get; }

    /// <summary>The commands' names, in the order of the dump.</summary>
    public IEnumerable<string> Commands => _commands.Keys;

    /// <summary>Reads a dump.</summary>
    /// <param name="json">The array, the reply that holds it, or the transcript of a session with that reply.</param>
    /// <exception cref="ArgumentException">The text is none of these.</exception>
    public static TestSchema Read(string json)
    {
        (QmpSchema? schema, EquatableArray<Problem> problems) = SchemaReader.Read(
            new SourceFile("dump", json),
            CancellationToken.None
        );
        if (schema is null)
        {
            IEnumerable<string> reasons = problems.Select(problem =>
                string.Join(' ', [problem.Rule.Id, .. problem.Arguments])
            );
            throw new ArgumentException($"The text is no schema dump: {string.Join("; ", reasons)}", nameof(json));
        }

        return new TestSchema(schema, QmpValue.Parse(json[schema.Span.Start..schema.Span.End]));
    }

    /// <summary>Whether the dump has a command.</summary>
    public bool Has(string command) => _commands.ContainsKey(command);

    /// <summary>Whether the dump has an event.</summary>
    public bool HasEvent(string name) => _events.Contains(name);

    /// <summary>Whether it is that of a guest agent, by the command that every agent has and no monitor.</summary>
    public bool IsGuestAgents => Has(QmpTestServer.DelimitedSync);

    /// <summary>Whether a command is answered when it succeeds.</summary>
    public bool IsAnswered(string command) =>
        !_commands.TryGetValue(command, out SchemaCommand? found) || found.HasSuccessResponse;

    /// <summary>Whether a command may be executed out-of-band.</summary>
    public bool AllowsOutOfBand(string command) =>
        _commands.TryGetValue(command, out SchemaCommand? found) && found.AllowOob;

    /// <summary>Checks a command's arguments.</summary>
    /// <exception cref="QmpTestErrorException">QEMU would refuse them.</exception>
    public void Check(string command, JsonElement arguments)
    {
        if (_commands.TryGetValue(command, out SchemaCommand? found))
        {
            _checker.Check(found, arguments);
        }
    }

    /// <summary>Checks the value of an answer.</summary>
    /// <exception cref="QmpTestErrorException">The schema promises another one.</exception>
    public void CheckAnswer(string command, JsonElement answer)
    {
        if (_commands.TryGetValue(command, out SchemaCommand? found) && found.Result is { Target: { } promised })
        {
            AnswerChecker.Check(command, promised, answer);
        }
    }
}
