using System.Text.Json;
using QmpGen.Generator.Collections;
using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Schema;
using QmpGen.Testing.Requests;

namespace QmpGen.Testing.Schema;

/// <summary>The schema dump of a server, with its commands and its text.</summary>
internal sealed class TestSchema
{
    private static readonly QmpVersion s_defaultVersion = new(7, 2, 22, "");

    private readonly Dictionary<string, SchemaCommand> _commands;
    private readonly HashSet<string> _events;
    private readonly ArgumentChecker _checker;

    private TestSchema(QmpSchema schema, QmpValue dump, QmpVersion version)
    {
        _commands = schema.Commands.ToDictionary(command => command.Name, StringComparer.Ordinal);
        _events = [.. schema.Events.Select(@event => @event.Name)];
        _checker = new ArgumentChecker(
            new Lazy<SchemaMetadata>(() =>
                SchemaMetadata.Find(schema, [BuiltInCatalogue.Value], CancellationToken.None)
            ),
            new RequestRules(version)
        );
        Dump = dump;
        Version = version;
    }

    /// <summary>An empty schema, for a server that replays a recording.</summary>
    public static TestSchema None { get; } =
        new(
            new QmpSchema([], [], new Dictionary<string, SchemaType>(StringComparer.Ordinal), [], null, default),
            QmpValue.Parse("[]"),
            QmpVersion.Unknown
        );

    /// <summary>The array of entities, as <c>query-qmp-schema</c> returns it.</summary>
    public QmpValue Dump { get; }

    /// <summary>The version of QEMU.</summary>
    public QmpVersion Version { get; }

    /// <summary>The names of the commands, in the order of the dump.</summary>
    public IEnumerable<string> Commands => _commands.Keys;

    /// <summary>Reads a dump.</summary>
    /// <param name="json">The array, the reply that contains it, or the transcript of a session with that
    /// reply.</param>
    /// <param name="version">The version of QEMU, or null for that of the dump.</param>
    /// <exception cref="ArgumentException">The text is not a schema dump.</exception>
    public static TestSchema Read(string json, QmpVersion? version)
    {
        (QmpSchema? schema, EquatableArray<Problem> problems) = SchemaReader.Read(
            new SourceFile("dump", json),
            CancellationToken.None
        );
        if (schema is null)
        {
            string reasons = string.Join(' ', problems.Select(problem => problem.Message));
            throw new ArgumentException($"The text is not a schema dump. {reasons}", nameof(json));
        }

        return new TestSchema(
            schema,
            QmpValue.Parse(json[schema.Span.Start..schema.Span.End]),
            version ?? FindVersion(schema) ?? s_defaultVersion
        );
    }

    private static QmpVersion? FindVersion(QmpSchema schema) =>
        System.Version.TryParse(schema.QemuVersion, out Version? version) && version.Build >= 0
            ? new QmpVersion(version.Major, version.Minor, version.Build, schema.Package)
            : null;

    /// <summary>Whether the dump has a command.</summary>
    public bool Has(string command) => _commands.ContainsKey(command);

    /// <summary>Whether the dump has an event.</summary>
    public bool HasEvent(string name) => _events.Contains(name);

    /// <summary>Whether the dump is that of a guest agent.</summary>
    /// <remarks>Monitors do not have the command for synchronization.</remarks>
    public bool IsGuestAgent => Has(CommandNames.DelimitedSync);

    /// <summary>Whether QEMU responds to a command that succeeds.</summary>
    public bool HasResponse(string command) =>
        !_commands.TryGetValue(command, out SchemaCommand? found) || found.HasSuccessResponse;

    /// <summary>Whether a command allows out-of-band execution.</summary>
    public bool AllowsOutOfBand(string command) =>
        _commands.TryGetValue(command, out SchemaCommand? found) && found.AllowOob;

    /// <summary>Checks the arguments of a command.</summary>
    /// <exception cref="QmpTestErrorException">QEMU would reject the arguments.</exception>
    public void CheckArguments(string command, JsonElement arguments)
    {
        if (_commands.TryGetValue(command, out SchemaCommand? found))
        {
            _checker.Check(found, arguments);
        }
    }

    /// <summary>Finds the first difference between the result of a command and the schema.</summary>
    /// <returns>The difference, or null if the result matches.</returns>
    public string? FindResultFault(string command, JsonElement result) =>
        _commands.TryGetValue(command, out SchemaCommand? found) && found.Result is { Target: { } type }
            ? ResultChecker.FindFault(type, result)
            : null;
}
