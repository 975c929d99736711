using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Names;

/// <summary>The C# names of everything that stands in the namespace: one scope, in which no two are alike.</summary>
internal sealed class TypeNames
{
    /// <summary>What the class with an enum's texts is called, after the enum.</summary>
    public const string ExtensionsSuffix = "Extensions";

    private readonly IReadOnlyDictionary<string, string> _commands;
    private readonly IReadOnlyDictionary<string, string> _events;
    private readonly Dictionary<string, string> _types = new(StringComparer.Ordinal);

    public TypeNames(QmpSchema schema, TypeUsage usage, SchemaFacts facts, string clientName)
    {
        NameScope scope = new([clientName, .. ReservedNames.Type]);
        TakeKnown(scope, schema.Types.Values.Where(usage.IsStandalone), facts);
        _commands = TakeAll(scope, schema.Commands.Select(command => command.Name), "Command");
        _events = TakeAll(scope, schema.Events.Select(@event => @event.Name), "Event");
        PathNames.Assign(schema, usage, scope, _types);
        Methods = TakeAll(
            new NameScope([.. ReservedNames.Client, clientName]),
            schema.Commands.Select(command => command.Name),
            "Async"
        );
    }

    /// <summary>The methods of the client, by the command's wire name.</summary>
    public IReadOnlyDictionary<string, string> Methods { get; }

    public string Of(SchemaCommand command) => _commands[command.Name];

    public string Of(SchemaEvent @event) => _events[@event.Name];

    public string Of(SchemaType type) => _types[type.Name];

    /// <summary>Gives types the names that they have in QEMU's source. They come first, so that a command or event that
    /// is added renames no type.</summary>
    private void TakeKnown(NameScope scope, IEnumerable<SchemaType> types, SchemaFacts facts)
    {
        foreach (
            SchemaType type in types
                .OrderBy(facts.NameOf, StringComparer.Ordinal)
                .ThenBy(type => type.Name, StringComparer.Ordinal)
        )
        {
            if (facts.NameOf(type) is { } qemuName && CSharpName.OfType(qemuName) is { } name)
            {
                _types.Add(type.Name, scope.TakeType(type, name));
            }
        }
    }

    private static Dictionary<string, string> TakeAll(NameScope scope, IEnumerable<string> wireNames, string suffix) =>
        wireNames
            .OrderBy(name => name, StringComparer.Ordinal)
            .ToDictionary(name => name, name => scope.Take(CSharpName.Pascal(name) + suffix), StringComparer.Ordinal);
}
