using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Names;

/// <summary>The C# names of all types in the generated namespace.</summary>
internal sealed class TypeNames
{
    private readonly IReadOnlyDictionary<string, string> _commands;
    private readonly IReadOnlyDictionary<string, string> _events;
    private readonly Dictionary<string, string> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyDictionary<string, string>> _values = new(StringComparer.Ordinal);

    public TypeNames(QmpSchema schema, TypeUsage usage, SchemaMetadata metadata, string clientName)
    {
        NameScope scope = new([clientName, FeatureNames.GetClassName(clientName), .. ReservedNames.Type, .. FrameworkNames.All]);
        ReserveKnown(scope, schema.Types.Values.Where(usage.IsStandalone), metadata);
        _commands = ReserveAll(scope, schema.Commands.Select(command => command.Name), "Command");
        _events = ReserveAll(scope, schema.Events.Select(@event => @event.Name), "Event");
        Unnamed = PathNames.Assign(schema, usage, scope, _types);
        Methods = ReserveAll(
            new NameScope([.. ReservedNames.Client, clientName]),
            schema.Commands.Select(command => command.Name),
            "Async"
        );
    }

    /// <summary>The names of the client's methods, by the commands' wire names.</summary>
    public IReadOnlyDictionary<string, string> Methods { get; }

    /// <summary>The types whose name would be too long. They must be left out.</summary>
    public IReadOnlyList<LongPath> Unnamed { get; }

    public string GetName(SchemaCommand command) => _commands[command.Name];

    public string GetName(SchemaEvent @event) => _events[@event.Name];

    public string GetName(SchemaType type) => _types[type.Name];

    /// <summary>Gets the names of an enum's values by wire name, which many unions can share.</summary>
    /// <remarks>Omitted values have names, too, so that omitting one does not rename others.</remarks>
    public IReadOnlyDictionary<string, string> GetValueNames(EnumType type)
    {
        if (!_values.TryGetValue(type.Name, out IReadOnlyDictionary<string, string>? names))
        {
            names = new NameScope(["value__"]).ReserveAll(type.Values.Select(value => value.Name));
            _values.Add(type.Name, names);
        }

        return names;
    }

    /// <summary>Reserves the names from QEMU's source.</summary>
    /// <remarks>They come first, so that adding a command or event does not rename a type.</remarks>
    private void ReserveKnown(NameScope scope, IEnumerable<SchemaType> types, SchemaMetadata metadata)
    {
        foreach (
            SchemaType type in types
                .OrderBy(metadata.FindName, StringComparer.Ordinal)
                .ThenBy(type => type.Name, StringComparer.Ordinal)
        )
        {
            if (metadata.FindName(type) is { } qemuName && CSharpName.FromQemuType(qemuName) is { } name)
            {
                _types.Add(type.Name, scope.ReserveType(type, name));
            }
        }
    }

    private static Dictionary<string, string> ReserveAll(
        NameScope scope,
        IEnumerable<string> wireNames,
        string suffix
    ) =>
        wireNames
            .OrderBy(name => name, StringComparer.Ordinal)
            .ToDictionary(
                name => name,
                name => scope.Reserve(CSharpName.ToPascalCase(name) + suffix),
                StringComparer.Ordinal
            );
}
