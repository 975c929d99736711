using QmpGen.Tool.Qapi;
using static QmpGen.Tool.Introspection.JsonText;

namespace QmpGen.Tool.Introspection;

/// <summary>
/// Makes from a schema what QEMU would answer to query-qmp-schema, with the types' own names, and adds what that answer
/// leaves out: integer
/// widths, since when a thing exists, the names of an alternate's branches, and which commands do not answer.
/// </summary>
internal sealed class Introspector
{
    private readonly BuildConfiguration _build;
    private readonly TypeQueue _types = new();
    private readonly List<string> _entities = [];

    private Introspector(BuildConfiguration build) => _build = build;

    /// <returns>A JSON array with one entity a line.</returns>
    public static string Introspect(QapiSchema schema, BuildConfiguration build)
    {
        Introspector introspector = new(build);
        foreach (QapiDefinition definition in schema.Definitions)
        {
            introspector.AddDefinition(definition);
        }

        foreach (UsedType type in introspector._types.Drain())
        {
            introspector.AddType(type);
        }

        return $"[\n{string.Join(",\n", introspector._entities)}\n]\n";
    }

    private void AddDefinition(QapiDefinition definition)
    {
        switch (definition)
        {
            case QapiCommand command:
                Add(command, Command(command));
                break;
            case QapiEvent @event:
                Add(@event, Event(@event));
                break;
        }
    }

    private void AddType(UsedType used)
    {
        Add(
            used.Type,
            used switch
            {
                { IsArray: true } => Object(
                    ("name", Text(used.Name)),
                    ("element-type", Text(used.Type.Name)),
                    ("meta-type", Text("array"))
                ),
                { Type: QapiEnum type } => Enum(type),
                { Type: QapiObject type } => ObjectOf(type),
                { Type: QapiAlternate type } => Alternate(type),
                { Type: QapiBuiltin type } => Object(
                    ("name", Text(type.Name)),
                    ("json-type", Text(type.JsonType)),
                    ("meta-type", Text("builtin"))
                ),
                _ => throw new InvalidOperationException($"'{used.Name}' is no type of introspection"),
            }
        );
    }

    private void Add(QapiDefinition definition, string entity)
    {
        if (_build.Has(definition.Condition))
        {
            _entities.Add(entity);
        }
    }

    private string Command(QapiCommand command)
    {
        string arguments = _types.Use(command.Arguments);
        string result = _types.Use(command.Result);
        return Object(
            ("name", Text(command.Name)),
            ("ret-type", Text(result)),
            ("allow-oob", command.AllowOob ? "true" : null),
            ("meta-type", Text("command")),
            ("arg-type", Text(arguments)),
            ("features", Features(command)),
            ("since", Since(command.Doc.Since)),
            ("ret-width", Width(command.Result)),
            ("success-response", command.SuccessResponse ? null : "false")
        );
    }

    private string Event(QapiEvent @event) =>
        Object(
            ("name", Text(@event.Name)),
            ("meta-type", Text("event")),
            ("arg-type", Text(_types.Use(@event.Data))),
            ("features", Features(@event)),
            ("since", Since(@event.Doc.Since))
        );

    private string Enum(QapiEnum type)
    {
        QapiEnumValue[] values = [.. type.Values.Where(value => _build.Has(value.Condition))];
        return Object(
            ("name", Text(type.Name)),
            (
                "members",
                Array(
                    values.Select(value =>
                        Object(
                            ("name", Text(value.Name)),
                            ("features", Features(value)),
                            ("since", Since(value.Doc.Since))
                        )
                    )
                )
            ),
            ("meta-type", Text("enum")),
            ("values", Array(values.Select(value => Text(value.Name)))),
            ("features", Features(type)),
            ("since", Since(type.Doc.Since))
        );
    }

    private string ObjectOf(QapiObject type)
    {
        string members = List(type.AllMembers, Member);
        return Object(
            ("name", Text(type.Name)),
            ("tag", type.Discriminator is { } tag ? Text(tag.Name) : null),
            ("variants", type.IsUnion ? Variants(type) : null),
            ("members", members),
            ("meta-type", Text("object")),
            ("features", Features(type)),
            ("since", Since(type.Doc.Since))
        );
    }

    private string Member(QapiMember member) =>
        Object(
            ("name", Text(member.Name)),
            ("default", member.Optional ? "null" : null),
            ("type", Text(_types.Use(member.Type))),
            ("features", Features(member)),
            ("since", Since(member.Doc.Since)),
            ("width", Width(member.Type))
        );

    /// <summary>The branches, and for each value of the tag without one the empty object.</summary>
    private string Variants(QapiObject union)
    {
        QapiEnum tag = (QapiEnum)
            union.AllMembers.Single(member => member.Name == union.Discriminator!.Name).Type.Target;
        HashSet<string> branches = new(union.Branches.Select(branch => branch.Name), StringComparer.Ordinal);
        IEnumerable<(QapiEntity Case, QapiTypeReference? Type)> cases =
        [
            .. union.Branches.Select(branch => (branch, branch.Type)),
            .. tag
                .Values.Where(value => !branches.Contains(value.Name))
                .Select(value => (value, (QapiTypeReference?)null)),
        ];
        return Array([
            .. cases
                .Select(variant =>
                    (
                        variant.Case,
                        Text: Object(("case", Text(variant.Case.Name)), ("type", Text(_types.Use(variant.Type))))
                    )
                )
                .Where(variant => _build.Has(variant.Case.Condition))
                .Select(variant => variant.Text),
        ]);
    }

    private string Alternate(QapiAlternate type) =>
        Object(
            ("name", Text(type.Name)),
            ("members", List(type.Branches, Branch)),
            ("meta-type", Text("alternate")),
            ("features", Features(type)),
            ("since", Since(type.Doc.Since))
        );

    private string Branch(QapiMember branch) =>
        Object(
            ("type", Text(_types.Use(branch.Type))),
            ("name", Text(branch.Name)),
            ("since", Since(branch.Doc.Since)),
            ("width", Width(branch.Type))
        );

    // All are printed, also those that the build lacks, because their types count as used.
    private string List(IEnumerable<QapiMember> members, Func<QapiMember, string> print) =>
        Array([
            .. members
                .Select(member => (member.Condition, Text: print(member)))
                .Where(member => _build.Has(member.Condition))
                .Select(member => member.Text),
        ]);

    private string? Features(QapiEntity entity) =>
        entity.Features.Count == 0
            ? null
            : Array(
                entity.Features.Where(feature => _build.Has(feature.Condition)).Select(feature => Text(feature.Name))
            );

    private static string? Since(string? version) => version is null ? null : Text(version);

    private static string? Width(QapiTypeReference? type) =>
        type?.Target is QapiBuiltin { IsInteger: true, Name: not "int" } integer ? Text(integer.Name) : null;
}
