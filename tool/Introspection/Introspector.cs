using QmpGen.Generator.Json;
using QmpGen.Tool.Qapi;
using static QmpGen.Tool.Json.JsonNodes;

namespace QmpGen.Tool.Introspection;

/// <summary>Creates the reply to <c>query-qmp-schema</c> from a schema, with QEMU's type names.</summary>
/// <remarks>
/// The dump also has information that QEMU's reply omits: integer types, versions, the names of alternate branches, and
/// the commands that do not send a response.
/// </remarks>
internal sealed class Introspector
{
    private readonly BuildConfiguration _build;
    private readonly TypeQueue _types = new();
    private readonly List<JsonNode> _entities = [];

    private Introspector(BuildConfiguration build) => _build = build;

    /// <returns>The array of entities.</returns>
    public static JsonNode Introspect(QapiSchema schema, BuildConfiguration build)
    {
        Introspector introspector = new(build);
        foreach (QapiDefinition definition in schema.Definitions)
        {
            introspector.AddDefinition(definition);
        }

        foreach (DumpType type in introspector._types.Drain())
        {
            introspector.AddType(type);
        }

        return CreateArray(introspector._entities);
    }

    private void AddDefinition(QapiDefinition definition)
    {
        switch (definition)
        {
            case QapiCommand command:
                AddEntity(command, CreateCommand(command));
                break;
            case QapiEvent @event:
                AddEntity(@event, CreateEvent(@event));
                break;
        }
    }

    private void AddType(DumpType type)
    {
        AddEntity(
            type.Type,
            type switch
            {
                { IsArray: true } => CreateObject(
                    ("name", CreateString(type.Name)),
                    ("element-type", CreateString(type.Type.Name)),
                    ("meta-type", CreateString("array"))
                ),
                { Type: QapiEnum item } => CreateEnum(item),
                { Type: QapiObject item } => CreateObjectType(item),
                { Type: QapiAlternate item } => CreateAlternate(item),
                { Type: QapiBuiltin item } => CreateObject(
                    ("name", CreateString(item.Name)),
                    ("json-type", CreateString(item.JsonType)),
                    ("meta-type", CreateString("builtin"))
                ),
                _ => throw new InvalidOperationException($"Type '{type.Name}' does not exist in introspection."),
            }
        );
    }

    private void AddEntity(QapiDefinition definition, JsonNode entity)
    {
        if (_build.Includes(definition.Condition))
        {
            _entities.Add(entity);
        }
    }

    private JsonNode CreateCommand(QapiCommand command)
    {
        // QEMU visits the arguments first, which determines the order of the types.
        string arguments = _types.Enqueue(command.Arguments);
        string result = _types.Enqueue(command.Result);
        return CreateObject(
            ("name", CreateString(command.Name)),
            ("ret-type", CreateString(result)),
            ("allow-oob", command.AllowOob ? True : null),
            ("meta-type", CreateString("command")),
            ("arg-type", CreateString(arguments)),
            ("features", CreateFeatures(command)),
            ("since", CreateOptional(command.Doc.Since)),
            ("ret-width", CreateIntegerType(command.Result)),
            ("success-response", command.SuccessResponse ? null : False)
        );
    }

    private JsonNode CreateEvent(QapiEvent @event) =>
        CreateObject(
            ("name", CreateString(@event.Name)),
            ("meta-type", CreateString("event")),
            ("arg-type", CreateString(_types.Enqueue(@event.Data))),
            ("features", CreateFeatures(@event)),
            ("since", CreateOptional(@event.Doc.Since))
        );

    private JsonNode CreateEnum(QapiEnum type)
    {
        QapiEnumValue[] values = [.. type.Values.Where(value => _build.Includes(value.Condition))];
        return CreateObject(
            ("name", CreateString(type.Name)),
            ("members", CreateArray(values.Select(CreateValue))),
            ("meta-type", CreateString("enum")),
            ("values", CreateArray(values.Select(value => CreateString(value.Name)))),
            ("features", CreateFeatures(type)),
            ("since", CreateOptional(type.Doc.Since))
        );
    }

    private JsonNode CreateValue(QapiEnumValue value) =>
        CreateObject(
            ("name", CreateString(value.Name)),
            ("features", CreateFeatures(value)),
            ("since", CreateOptional(value.Doc.Since))
        );

    private JsonNode CreateObjectType(QapiObject type)
    {
        // QEMU visits the members before the variants, which determines the order of the types.
        JsonNode members = CreateMembers(type.AllMembers, CreateMember);
        return CreateObject(
            ("name", CreateString(type.Name)),
            ("tag", CreateOptional(type.Discriminator?.Name)),
            ("variants", type.IsUnion ? CreateVariants(type) : null),
            ("members", members),
            ("meta-type", CreateString("object")),
            ("features", CreateFeatures(type)),
            ("since", CreateOptional(type.Doc.Since))
        );
    }

    private JsonNode CreateMember(QapiMember member) =>
        CreateObject(
            ("name", CreateString(member.Name)),
            ("default", member.Optional ? Null : null),
            ("type", CreateString(_types.Enqueue(member.Type))),
            ("features", CreateFeatures(member)),
            ("since", CreateOptional(member.Doc.Since)),
            ("width", CreateIntegerType(member.Type))
        );

    /// <summary>Creates a variant for each branch, and the empty object for each other value of the tag.</summary>
    private JsonNode CreateVariants(QapiObject union)
    {
        QapiEnum tag = (QapiEnum)
            union.AllMembers.Single(member => member.Name == union.Discriminator!.Name).Type.Target;
        HashSet<string> branches = new(union.Branches.Select(branch => branch.Name), StringComparer.Ordinal);
        IEnumerable<(QapiEntity Case, QapiTypeReference? Type)> variants =
        [
            .. union.Branches.Select(branch => (branch, branch.Type)),
            .. tag
                .Values.Where(value => !branches.Contains(value.Name))
                .Select(value => (value, (QapiTypeReference?)null)),
        ];
        return CreateIncluded(
            variants.Select(variant =>
                (
                    variant.Case.Condition,
                    CreateObject(
                        ("case", CreateString(variant.Case.Name)),
                        ("type", CreateString(_types.Enqueue(variant.Type)))
                    )
                )
            )
        );
    }

    private JsonNode CreateAlternate(QapiAlternate type) =>
        CreateObject(
            ("name", CreateString(type.Name)),
            ("members", CreateMembers(type.Branches, CreateBranch)),
            ("meta-type", CreateString("alternate")),
            ("features", CreateFeatures(type)),
            ("since", CreateOptional(type.Doc.Since))
        );

    private JsonNode CreateBranch(QapiMember branch) =>
        CreateObject(
            ("type", CreateString(_types.Enqueue(branch.Type))),
            ("name", CreateString(branch.Name)),
            ("since", CreateOptional(branch.Doc.Since)),
            ("width", CreateIntegerType(branch.Type))
        );

    private JsonNode CreateMembers(IEnumerable<QapiMember> members, Func<QapiMember, JsonNode> create) =>
        CreateIncluded(members.Select(member => (member.Condition, create(member))));

    // Filter last: creating an excluded part still enqueues its types.
    private JsonNode CreateIncluded(IEnumerable<(QapiCondition? Condition, JsonNode Node)> parts) =>
        CreateArray(parts.Where(part => _build.Includes(part.Condition)).Select(part => part.Node));

    private JsonNode? CreateFeatures(QapiEntity entity) =>
        entity.Features.Count == 0
            ? null
            : CreateArray(
                entity
                    .Features.Where(feature => _build.Includes(feature.Condition))
                    .Select(feature => CreateString(feature.Name))
            );

    private static JsonNode? CreateOptional(string? text) => text is null ? null : CreateString(text);

    private static JsonNode? CreateIntegerType(QapiTypeReference? type) =>
        type?.Target is QapiBuiltin { IsInteger: true, Name: not "int" } integer ? CreateString(integer.Name) : null;
}
