using QmpGen.Generator.Qapi;

namespace QmpGen.Tool.Qapi;

/// <summary>Parses the parts of definitions: members, branches, values, features and type references.</summary>
internal sealed class MemberParser(List<QapiTypeReference> references)
{
    private static readonly string[] s_memberKeys = ["type", "if", "features"];
    private static readonly string[] s_nameKeys = ["name", "if", "features"];

    /// <summary>Parses the members of an object. A name <c>*name</c> is optional.</summary>
    public IReadOnlyList<QapiMember> ParseMembers(QapiValue data, QapiDoc doc, string owner)
    {
        List<QapiMember> members = [];
        foreach (QapiEntry entry in QapiValueReader.ReadObject(data, $"'data' of {owner}"))
        {
            bool optional = entry.Name.StartsWith('*');
            members.Add(
                ParseMember(entry, optional ? entry.Name.Substring(1) : entry.Name, doc, owner) with
                {
                    Optional = optional,
                }
            );
        }

        QapiValueReader.CheckUnique(members, "member", owner);
        return members;
    }

    /// <summary>Parses the branches of a union or alternate.</summary>
    public IReadOnlyList<QapiMember> ParseBranches(QapiValue data, QapiDoc doc, string owner) =>
        data is { Kind: QapiValueKind.Object, Entries.Count: 0 }
            ? throw QapiSchemaErrors.NoBranches(data.Span, owner)
            :
            [
                .. QapiValueReader
                    .ReadObject(data, $"'data' of {owner}")
                    .Select(entry => ParseMember(entry, entry.Name, doc, owner)),
            ];

    public static IReadOnlyList<QapiEnumValue> ParseValues(QapiValue data, QapiDoc doc, string owner)
    {
        List<QapiEnumValue> values = [];
        foreach (QapiValue item in QapiValueReader.ReadList(data, $"'data' of {owner}"))
        {
            string name = ParseName(item, s_nameKeys, $"a value of {owner}");
            values.Add(
                new(name, item.Span)
                {
                    Condition = ParseCondition(item),
                    Features = ParseFeatures(item, doc, $"'{name}' of {owner}"),
                    Doc = doc.GetMember(name),
                }
            );
        }

        QapiValueReader.CheckUnique(values, "value", owner);
        return values;
    }

    /// <summary>Parses the features of a definition, a member or a value.</summary>
    public static IReadOnlyList<QapiFeature> ParseFeatures(QapiValue expression, QapiDoc doc, string owner)
    {
        if (expression["features"] is not { } list)
        {
            return [];
        }

        HashSet<string> names = new(StringComparer.Ordinal);
        return
        [
            .. QapiValueReader
                .ReadList(list, $"'features' of {owner}")
                .Select(item =>
                {
                    string name = ParseName(item, ["name", "if"], $"a feature of {owner}");
                    return names.Add(name)
                        ? new QapiFeature(name, ParseCondition(item), doc.GetFeature(name))
                        : throw QapiSchemaErrors.Duplicate(item.Span, owner, "feature", name);
                }),
        ];
    }

    public static QapiCondition? ParseCondition(QapiValue expression) =>
        expression["if"] is { } condition ? ConditionParser.Parse(condition) : null;

    /// <summary>Parses <c>'T'</c> or <c>['T']</c>.</summary>
    public QapiTypeReference ParseReference(QapiValue value)
    {
        QapiTypeReference reference = value switch
        {
            { Kind: QapiValueKind.Text } => new(value.Text, isArray: false, value.Span),
            { Kind: QapiValueKind.Array, Items: [{ Kind: QapiValueKind.Text } item] } => new(
                item.Text,
                isArray: true,
                item.Span
            ),
            _ => throw QapiSchemaErrors.NotAType(value.Span),
        };
        references.Add(reference);
        return reference;
    }

    private QapiMember ParseMember(QapiEntry entry, string name, QapiDoc doc, string owner)
    {
        QapiValueReader.CheckName(name, entry.Span);
        string member = $"'{name}' of {owner}";
        if (entry.Value.Kind != QapiValueKind.Object)
        {
            return new(name, entry.Span, ParseReference(entry.Value)) { Doc = doc.GetMember(name) };
        }

        QapiValueReader.CheckKeys(entry.Value, member, s_memberKeys);
        return new(name, entry.Span, ParseReference(QapiValueReader.ReadRequired(entry.Value, "type", member)))
        {
            Condition = ParseCondition(entry.Value),
            Features = ParseFeatures(entry.Value, doc, member),
            Doc = doc.GetMember(name),
        };
    }

    private static string ParseName(QapiValue item, string[] keys, string owner)
    {
        if (item.Kind != QapiValueKind.Object)
        {
            return QapiValueReader.CheckName(QapiValueReader.ReadString(item, owner), item.Span);
        }

        QapiValueReader.CheckKeys(item, owner, keys);
        QapiValue name = QapiValueReader.ReadRequired(item, "name", owner);
        return QapiValueReader.CheckName(QapiValueReader.ReadString(name, $"the name of {owner}"), name.Span);
    }
}
