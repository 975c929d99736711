using QmpGen.Generator.Collections;
using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Documentation;
using QmpGen.Generator.Names;
using QmpGen.Generator.Names.Catalogue;
using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Model;

/// <summary>Builds the units that are printed for a schema.</summary>
internal sealed class BindingsBuilder
{
    private readonly EquatableArray<Problem> _problems;
    private readonly SchemaOptions _options;
    private readonly EquatableArray<ReleaseModel> _releases;
    private readonly SchemaMetadata _metadata;
    private readonly SummaryBuilder _summaries;
    private readonly TypeNames _names;
    private readonly TypeMapper _types;
    private readonly MemberBuilder _members;
    private QmpSchema _schema;
    private QmpSchema _selected;
    private TypeUsage _usage;

    /// <summary>Resolves the names.</summary>
    /// <param name="schema">The whole schema, which decides all names: a selection renames nothing.</param>
    /// <param name="selected">The part to generate.</param>
    /// <param name="metadata">What catalogues know about the schema.</param>
    /// <param name="docs">The documentation in QEMU's source.</param>
    /// <param name="options">The options of the project's item.</param>
    /// <param name="releases">The dumps of the schema, the oldest first.</param>
    public BindingsBuilder(
        QmpSchema schema,
        QmpSchema selected,
        SchemaMetadata metadata,
        QemuDocs docs,
        SchemaOptions options,
        EquatableArray<ReleaseModel> releases
    )
    {
        _schema = schema;
        _selected = selected;
        _metadata = metadata;
        _summaries = new SummaryBuilder(metadata, docs, schema.Releases);
        _options = options;
        _releases = releases;
        TypeUsage whole = new(schema, options.BothDirections);
        _names = new TypeNames(schema, whole, metadata, options.ClientName);
        _types = new TypeMapper(options.Namespace, _names);
        _usage = selected == schema ? whole : Walk();

        (HashSet<string> unnamed, EquatableArray<Problem> tooLong) = CodeLimiter.FindUnnamed(_names);
        LeaveOut(unnamed);
        CodeSize size = new(_names, _usage, _types, metadata, _summaries);
        (HashSet<string> large, EquatableArray<Problem> tooLarge) = CodeLimiter.FindTooLarge(_selected, _usage, size);
        LeaveOut(large);
        _problems = [.. tooLong, .. tooLarge];
        _members = new MemberBuilder(_types, _usage, metadata, _summaries);
    }

    private TypeUsage Walk() => new(_selected, _options.BothDirections, _options.Without);

    /// <summary>Leaves out entities. The names of the others do not change.</summary>
    private void LeaveOut(HashSet<string> entities)
    {
        if (entities.Count > 0)
        {
            _schema = _schema.LeaveOut(entities);
            _selected = _selected with
            {
                Commands = [.. _selected.Commands.Where(command => !entities.Contains(command.Name))],
                Events = [.. _selected.Events.Where(@event => !entities.Contains(@event.Name))],
                Types = _schema.Types,
            };
            _usage = Walk();
        }
    }

    /// <summary>Builds the units and reports what had to be left out or renamed.</summary>
    public Result<EquatableArray<UnitModel>> Build(CancellationToken cancellationToken)
    {
        UnitHeader header = new(_options.Namespace, _options.ClientName, _options.IsPublic ? "public" : "internal");
        Result<DeclarationModel>[] types = [.. BuildTypes(cancellationToken)];
        CommandModel[] commands = [.. _selected.Commands.Select(BuildCommand)];
        EventModel[] events = [.. _selected.Events.Select(BuildEvent)];
        FeaturesModel[] features =
            _schema.Releases.Count == 0
                ? []
                : [BuildFeatures([.. types.Select(type => type.Value), .. commands, .. events])];
        return new Result<EquatableArray<UnitModel>>(
            [
                UnitGrouping.Create(header, "Client", [BuildClient()]),
                UnitGrouping.Create(header, "Schema", [BuildText()]),
                .. features.Select(model => UnitGrouping.Create(header, "Features", [model])),
                .. UnitGrouping.Commands.Group(header, commands),
                .. UnitGrouping.Events.Group(header, events),
                .. UnitGrouping.Types.Group(header, types.Select(type => type.Value)),
            ],
            [.. _problems, .. NameCollisions.Find(_schema, _usage, _names), .. types.SelectMany(type => type.Problems)]
        );
    }

    private IEnumerable<Result<DeclarationModel>> BuildTypes(CancellationToken cancellationToken)
    {
        EnumBuilder enums = new(_names, _usage, _summaries, _types);
        ObjectBuilder objects = new(_names, _usage, _summaries, _types, _members);
        AlternateBuilder alternates = new(_names, _usage, _metadata, _summaries, _types);
        foreach (SchemaType type in _schema.Types.Values.Where(_usage.IsStandalone))
        {
            cancellationToken.ThrowIfCancellationRequested();
            switch (type)
            {
                case EnumType item:
                    yield return new(AddAttributes(enums.Build(item), item));
                    break;
                case ObjectType item:
                    yield return new(AddAttributes(objects.Build(item), item));
                    break;
                case AlternateType item:
                    (AlternateModel alternate, EquatableArray<Problem> problems) = alternates.Build(item);
                    yield return new(AddAttributes(alternate, item), problems);
                    break;
            }
        }
    }

    private T AddAttributes<T>(T model, SchemaEntity entity)
        where T : DeclarationModel =>
        model with
        {
            Attributes = AttributesModel.Create(entity.Features, entity.Releases, _schema.Releases),
        };

    private CommandModel BuildCommand(SchemaCommand command)
    {
        string name = _names.GetName(command);
        string fullName = _types.Qualify(name);
        TypeModel? result = command.ReturnType is { } type ? _types.Map(type, _metadata.FindInteger(command)) : null;
        (MembersModel members, MemberModel? union) = Flatten(
            command,
            command.Arguments,
            [.. ReservedNames.Command, name],
            "Arguments",
            sent: true
        );
        NameScope taken = new(["cancellationToken", "outOfBand"]);
        (string WireName, ParameterModel Model)[] parameters =
        [
            .. (union is null ? members.Items.Where(member => !member.Optional) : [union]).Select(member =>
                (
                    member.WireName,
                    new ParameterModel(
                        taken.Reserve(CSharpName.ToCamelCase(member.Name), "Value"),
                        member.Name,
                        member.Type
                    )
                )
            ),
        ];
        CommandModel model = new(
            name,
            fullName,
            _summaries.SummarizeCommand(command, name),
            CollectBases(command, fullName, result, hasMembers: union is null),
            command.Name,
            _names.Methods[command.Name],
            command.AllowOob,
            command.Features.ToEquatableArray(),
            members,
            union,
            result,
            parameters.Select(parameter => parameter.Model).ToEquatableArray(),
            _summaries.SummarizeMethod(
                command,
                name,
                parameters.Select(parameter => (parameter.WireName, parameter.Model.Name)),
                members.Items.Where(member => member.Optional).Select(member => member.Name)
            ),
            _options.BothDirections
        );
        return AddAttributes(model, command);
    }

    private EquatableArray<string> CollectBases(
        SchemaCommand command,
        string fullName,
        TypeModel? result,
        bool hasMembers
    )
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
        string name = _names.GetName(@event);
        (MembersModel members, MemberModel? union) = Flatten(
            @event,
            @event.Data,
            [.. ReservedNames.Event, name],
            "Data",
            sent: false
        );
        EventModel model = new(
            name,
            _types.Qualify(name),
            _summaries.SummarizeEvent(@event, name),
            [GlobalNames.QmpEvent, .. _options.BothDirections ? new[] { GlobalNames.IQmpObject } : []],
            @event.Name,
            members,
            union,
            _options.BothDirections
        );
        return AddAttributes(model, @event);
    }

    private FeaturesModel BuildFeatures(IReadOnlyList<DeclarationModel> declarations)
    {
        string name = FeatureNames.GetClassName(_options.ClientName);
        return FeaturesBuilder.Build(name, _types.Qualify(name), declarations);
    }

    private SchemaTextModel BuildText() =>
        new(
            _options.ClientName,
            _types.Qualify(_options.ClientName),
            SchemaTextBuilder.Build(_selected, _usage, _names)
        );

    private ClientModel BuildClient() =>
        new(
            _options.ClientName,
            _types.Qualify(_options.ClientName),
            SummaryBuilder.SummarizeClient(_schema.QemuVersion),
            _schema.QemuVersion ?? "unknown",
            _schema.IsGuestAgent ? "the QEMU guest agent" : "a QEMU monitor",
            BuildPeer(),
            _releases,
            _selected
                .Events.OrderBy(@event => @event.Name, StringComparer.Ordinal)
                .Select(@event => new KnownEventModel(@event.Name, _types.Qualify(_names.GetName(@event))))
                .ToEquatableArray()
        );

    private PeerModel? BuildPeer()
    {
        EquatableArray<string> withoutResponse = _schema
            .Commands.Where(command => !_metadata.HasSuccessResponse(command))
            .Select(command => command.Name)
            .OrderBy(name => name, StringComparer.Ordinal)
            .ToEquatableArray();
        return _schema.IsGuestAgent ? new PeerModel("GuestAgent", withoutResponse)
            : withoutResponse.Count > 0 ? new PeerModel("Monitor", withoutResponse)
            : null;
    }

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
                new MembersModel(
                    Table,
                    _members.Build(plain, MemberBuilder.CreateNames(plain, taken), null, sent, whole)
                ),
                null
            ),
            _ => (new MembersModel(Table, []), null),
        };
    }
}
