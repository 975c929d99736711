using QmpGen.Generator.Collections;
using QmpGen.Generator.Documentation;
using QmpGen.Generator.Names;
using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Model;

/// <summary>Builds the units that are printed for a schema.</summary>
internal sealed class BindingsBuilder
{
    private readonly QmpSchema _schema;
    private readonly QmpSchema _selected;
    private readonly SchemaOptions _options;
    private readonly SchemaFacts _facts;
    private readonly SummaryBuilder _summaries;
    private readonly TypeUsage _usage;
    private readonly TypeNames _names;
    private readonly TypeMapper _types;
    private readonly MemberBuilder _members;

    /// <summary>Resolves the names.</summary>
    /// <param name="schema">The whole schema, which decides all names: a selection renames nothing.</param>
    /// <param name="selected">The part to generate.</param>
    /// <param name="facts">What catalogues know about the schema.</param>
    /// <param name="docs">The documentation in QEMU's source.</param>
    /// <param name="options">The options of the project's item.</param>
    public BindingsBuilder(
        QmpSchema schema,
        QmpSchema selected,
        SchemaFacts facts,
        QemuDocs docs,
        SchemaOptions options
    )
    {
        _schema = schema;
        _selected = selected;
        _facts = facts;
        _summaries = new SummaryBuilder(facts, docs);
        _options = options;
        TypeUsage whole = new(schema, options.BothDirections);
        _usage = selected == schema ? whole : new TypeUsage(selected, options.BothDirections, options.Without);
        _names = new TypeNames(schema, whole, facts, options.ClientName);
        _types = new TypeMapper(options.Namespace, _names);
        _members = new MemberBuilder(_types, _usage, facts, _summaries);
    }

    /// <summary>Builds the units.</summary>
    /// <param name="problems">Receives what had to be left out or renamed.</param>
    public EquatableArray<UnitModel> Build(ICollection<SchemaProblem> problems, CancellationToken cancellationToken)
    {
        foreach (SchemaProblem problem in NameCollisions.Find(_schema, _usage, _names))
        {
            problems.Add(problem);
        }

        UnitHeader header = new(_options.Namespace, _options.ClientName, _options.IsPublic ? "public" : "internal");
        return
        [
            new UnitModel(UnitGrouping.HintName(_options.Namespace, "Client"), header, [BuildClient()]),
            .. UnitGrouping.Commands.Group(header, _selected.Commands.Select(BuildCommand)),
            .. UnitGrouping.Events.Group(header, _selected.Events.Select(BuildEvent)),
            .. UnitGrouping.Types.Group(header, BuildTypes(problems, cancellationToken)),
        ];
    }

    private IEnumerable<DeclarationModel> BuildTypes(
        ICollection<SchemaProblem> problems,
        CancellationToken cancellationToken
    )
    {
        EnumBuilder enums = new(_names, _usage, _summaries, _types);
        ObjectBuilder objects = new(_names, _usage, _summaries, _types, _members);
        AlternateBuilder alternates = new(_names, _usage, _facts, _summaries, _types);
        foreach (SchemaType type in _schema.Types.Values.Where(_usage.IsStandalone))
        {
            cancellationToken.ThrowIfCancellationRequested();
            switch (type)
            {
                case EnumType item:
                    yield return enums.Build(item);
                    break;
                case ObjectType item:
                    yield return objects.Build(item);
                    break;
                case AlternateType item:
                    yield return alternates.Build(item, problems);
                    break;
            }
        }
    }

    private CommandModel BuildCommand(SchemaCommand command)
    {
        string name = _names.Of(command);
        string fullName = _types.FullName(name);
        TypeModel? result = command.Answer is { } answer ? _types.Map(answer, _facts.IntegerOf(command)) : null;
        (MembersModel members, MemberModel? union) = Flatten(
            command,
            command.Arguments,
            [.. ReservedNames.Command, name],
            "Arguments",
            sent: true
        );
        NameScope parameters = new(["cancellationToken", "outOfBand"]);
        return new CommandModel(
            name,
            fullName,
            _summaries.Command(command, name),
            FeatureFlags.From(command.Features),
            BasesOf(command, fullName, result, hasMembers: union is null),
            command.Name,
            _names.Methods[command.Name],
            command.AllowOob,
            command.Features.ToEquatableArray(),
            members,
            union,
            result,
            (union is null ? members.Items.Where(member => !member.Optional) : [union])
                .Select(member => new ParameterModel(
                    parameters.Take(CSharpName.Camel(member.Name), "Value"),
                    member.Name,
                    member.Type
                ))
                .ToEquatableArray(),
            _options.BothDirections
        );
    }

    private EquatableArray<string> BasesOf(SchemaCommand command, string fullName, TypeModel? result, bool hasMembers)
    {
        string kind = command.AllowOob ? GlobalNames.IQmpOutOfBandCommand : GlobalNames.IQmpCommand;
        string typeArgument = result is null ? "" : $"<{result.CSharp}>";
        List<string> bases = hasMembers ? [GlobalNames.QmpArguments, kind + typeArgument] : [kind + typeArgument];
        if (_options.BothDirections)
        {
            bases.Add($"{GlobalNames.IQmpServedCommand}<{fullName}>");
            bases.AddRange(result is null ? [] : [GlobalNames.IQmpResultWriter + typeArgument]);
        }

        return bases.ToEquatableArray();
    }

    private EventModel BuildEvent(SchemaEvent @event)
    {
        string name = _names.Of(@event);
        (MembersModel members, MemberModel? union) = Flatten(
            @event,
            @event.Data,
            [.. ReservedNames.Event, name],
            "Data",
            sent: false
        );
        return new EventModel(
            name,
            _types.FullName(name),
            _summaries.Event(@event, name),
            FeatureFlags.From(@event.Features),
            [
                GlobalNames.QmpEvent,
                GlobalNames.IQmpEvent,
                .. _options.BothDirections ? new[] { GlobalNames.IQmpObject } : [],
            ],
            @event.Name,
            members,
            union,
            _options.BothDirections
        );
    }

    private ClientModel BuildClient() =>
        new(
            _options.ClientName,
            _types.FullName(_options.ClientName),
            SummaryBuilder.Client(QemuVersion),
            QemuVersion ?? "unknown",
            IsGuestAgent ? "guest agent" : "monitor",
            BuildPeer(),
            _selected
                .Events.OrderBy(@event => @event.Name, StringComparer.Ordinal)
                .Select(@event => new KnownEventModel(@event.Name, _types.FullName(_names.Of(@event))))
                .ToEquatableArray()
        );

    private PeerModel? BuildPeer()
    {
        EquatableArray<string> withoutResponse = _schema
            .Commands.Where(command => !_facts.IsAnswered(command))
            .Select(command => command.Name)
            .OrderBy(name => name, StringComparer.Ordinal)
            .ToEquatableArray();
        return IsGuestAgent ? new PeerModel("GuestAgent", withoutResponse)
            : withoutResponse.Count > 0 ? new PeerModel("Monitor", withoutResponse)
            : null;
    }

    // Only the agent has a command to synchronize with; a monitor sends a greeting.
    private bool IsGuestAgent => _schema.Commands.Any(command => command.Name == "guest-sync-delimited");

    private string? QemuVersion => _options.QemuVersion ?? _schema.QemuVersion;

    private (MembersModel Members, MemberModel? Union) Flatten(
        SchemaEntity whole,
        TypeReference? reference,
        IEnumerable<string> taken,
        string unionName,
        bool sent
    )
    {
        const string Table = "s_members";
        return reference?.Target switch
        {
            ObjectType { IsUnion: true } union => (new MembersModel(Table, []), _members.BuildWhole(union, unionName)),
            ObjectType plain => (
                new MembersModel(Table, _members.Build(plain, MemberBuilder.NamesOf(plain, taken), [], sent, whole)),
                null
            ),
            _ => (new MembersModel(Table, []), null),
        };
    }
}
