using QmpGen.Generator.Collections;
using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Model.Documentation;
using QmpGen.Generator.Names;
using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Model;

/// <summary>Makes of a dump what is printed: the declarations, grouped into files that stay the same when others
/// change.</summary>
internal sealed class BindingsBuilder
{
    private readonly QmpSchema _schema;
    private readonly QmpSchema _selected;
    private readonly SchemaOptions _options;
    private readonly SchemaMetadata _facts;
    private readonly Summaries _summaries;
    private readonly TypeUsage _usage;
    private readonly TypeNames _names;
    private readonly TypeMapper _types;
    private readonly MemberBuilder _members;

    /// <summary>Settles the names.</summary>
    /// <param name="schema">The dump: names and what kind of client it is come from all of it, so that a selection
    /// changes neither.</param>
    /// <param name="selected">What is printed of it.</param>
    /// <param name="facts">What is known of the dump besides.</param>
    /// <param name="docs">What QEMU's own source says of it.</param>
    /// <param name="options">What the item says.</param>
    public BindingsBuilder(
        QmpSchema schema,
        QmpSchema selected,
        SchemaMetadata facts,
        QemuDocs docs,
        SchemaOptions options
    )
    {
        _schema = schema;
        _selected = selected;
        _facts = facts;
        _summaries = new Summaries(facts, docs);
        _options = options;
        TypeUsage whole = new(schema, options.BothDirections);
        _usage = selected == schema ? whole : new TypeUsage(selected, options.BothDirections, options.Without);
        _names = new TypeNames(schema, whole, facts, options.ClientName);
        _types = new TypeMapper(options.Namespace, _names);
        _members = new MemberBuilder(_types, _usage, facts, _summaries);
    }

    /// <summary>The files.</summary>
    public Result<EquatableArray<UnitModel>> Build(CancellationToken cancellationToken)
    {
        UnitHeader header = new(_options.Namespace, _options.ClientName, _options.IsPublic);
        Result<DeclarationModel>[] types = [.. BuildTypes(cancellationToken)];
        return new Result<EquatableArray<UnitModel>>(
            [
                new UnitModel(UnitNames.HintName(_options.Namespace, "Client"), header, [BuildClient()]),
                .. UnitNames.Group("Commands", header, _selected.Commands.Select(BuildCommand)),
                .. UnitNames.Group("Events", header, _selected.Events.Select(BuildEvent)),
                .. UnitNames.Group("Types", header, types.Select(type => type.Value)),
            ],
            [.. NameCollisions.Find(_schema, _usage, _names), .. types.SelectMany(type => type.Problems)]
        );
    }

    private IEnumerable<Result<DeclarationModel>> BuildTypes(CancellationToken cancellationToken)
    {
        ObjectBuilder objects = new(_names, _usage, _summaries, _types, _members);
        AlternateBuilder alternates = new(_names, _usage, _facts, _summaries, _types);
        foreach (SchemaType type in _schema.Types.Values.Where(_usage.IsStandalone))
        {
            cancellationToken.ThrowIfCancellationRequested();
            switch (type)
            {
                case EnumType item:
                    yield return new(EnumBuilder.Build(item, _names.NameOf(item), _usage, _summaries));
                    break;
                case ObjectType item:
                    yield return new(objects.Build(item));
                    break;
                case AlternateType item:
                    (AlternateModel alternate, EquatableArray<Problem> problems) = alternates.Build(item);
                    yield return new(alternate, problems);
                    break;
            }
        }
    }

    private CommandModel BuildCommand(SchemaCommand command)
    {
        string name = _names.NameOf(command);
        (EquatableArray<MemberModel> members, MemberModel? union) = Flatten(
            command,
            command.Arguments,
            [.. ReservedNames.Command, name],
            "Arguments",
            sent: true
        );
        NameScope parameters = new(["cancellationToken", "outOfBand"]);
        return new CommandModel(
            name,
            _summaries.Command(command),
            MemberBuilder.MarksOf(command.Features),
            command.Name,
            _names.Methods[command.Name],
            command.AllowOob,
            command.Features.ToEquatableArray(),
            members,
            union,
            command.ReturnType is { } answer ? _types.Map(answer, _facts.IntegerOf(command)) : null,
            (union is null ? members.Where(member => !member.Optional) : [union])
                .Select(member => new ParameterModel(
                    parameters.Reserve(CSharpName.ToCamelCase(member.Name), "Value"),
                    member.Name,
                    member.Type
                ))
                .ToEquatableArray(),
            _options.BothDirections
        );
    }

    private EventModel BuildEvent(SchemaEvent @event)
    {
        string name = _names.NameOf(@event);
        (EquatableArray<MemberModel> members, MemberModel? union) = Flatten(
            @event,
            @event.Data,
            [.. ReservedNames.Event, name],
            "Data",
            sent: false
        );
        return new EventModel(
            name,
            _summaries.Event(@event),
            MemberBuilder.MarksOf(@event.Features),
            @event.Name,
            members,
            union,
            _options.BothDirections
        );
    }

    private ClientModel BuildClient() =>
        new(
            _options.ClientName,
            IsGuestAgent
                ? "A client of the QEMU guest agent with a method for each command of its schema."
                : "A client of the QEMU Machine Protocol with a method for each command of its schema.",
            SchemaVersion,
            IsGuestAgent,
            _schema
                .Commands.Where(command => !_facts.HasSuccessResponse(command))
                .Select(command => command.Name)
                .OrderBy(name => name, StringComparer.Ordinal)
                .ToEquatableArray(),
            _selected
                .Events.OrderBy(@event => @event.Name, StringComparer.Ordinal)
                .Select(@event => new KnownEventModel(@event.Name, _names.NameOf(@event)))
                .ToEquatableArray()
        );

    /// <summary>The agent has a command to synchronise by; a monitor greets instead.</summary>
    private bool IsGuestAgent => _schema.Commands.Any(command => command.Name == "guest-sync-delimited");

    private string SchemaVersion => _options.QemuVersion ?? _schema.QemuVersion ?? "unknown";

    private (EquatableArray<MemberModel> Members, MemberModel? Union) Flatten(
        SchemaEntity whole,
        TypeReference? reference,
        IEnumerable<string> taken,
        string unionName,
        bool sent
    ) =>
        reference?.Target switch
        {
            ObjectType { IsUnion: true } union => ([], _members.Whole(union, unionName)),
            ObjectType plain => (_members.Build(plain, MemberBuilder.NamesOf(plain, taken), [], sent, whole), null),
            _ => ([], null),
        };
}
