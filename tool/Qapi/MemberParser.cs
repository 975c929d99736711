using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Qapi;

namespace QmpGen.Tool.Qapi;

/// <summary>Reads what stands inside definitions: members, branches, values, features, and references to
/// types.</summary>
internal sealed class MemberParser(List<QapiTypeReference> references)
{
    private static readonly string[] s_memberKeys = ["type", "if", "features"];
    private static readonly string[] s_nameKeys = ["name", "if", "features"];

    /// <summary>Reads an object's members, of which <c>*name</c> is optional.</summary>
    public IReadOnlyList<QapiMember> Members(QapiValue data, QapiDoc doc, string owner)
    {
        List<QapiMember> members = [];
        foreach (QapiEntry entry in QapiShape.EntriesOf(data, $"'data' of {owner}"))
        {
            bool optional = entry.Name.StartsWith('*');
            members.Add(
                Member(entry, optional ? entry.Name.Substring(1) : entry.Name, doc, owner) with
                {
                    Optional = optional,
                }
            );
        }

        QapiShape.CheckUnique(members, "member", owner);
        return members;
    }

    /// <summary>Reads the branches of a union or alternate.</summary>
    public IReadOnlyList<QapiMember> Branches(QapiValue data, QapiDoc doc, string owner) =>
        data is { Kind: QapiValueKind.Object, Entries.Count: 0 }
            ? throw new InputException(data.Position, $"{owner} has no branch: add one, or make it a struct")
            :
            [
                .. QapiShape
                    .EntriesOf(data, $"'data' of {owner}")
                    .Select(entry => Member(entry, entry.Name, doc, owner)),
            ];

    public static IReadOnlyList<QapiEnumValue> Values(QapiValue data, QapiDoc doc, string owner)
    {
        List<QapiEnumValue> values = [];
        foreach (QapiValue item in QapiShape.ItemsOf(data, $"'data' of {owner}"))
        {
            string name = NameOf(item, s_nameKeys, $"a value of {owner}");
            values.Add(
                new(name, item.Position)
                {
                    Condition = Condition(item),
                    Features = Features(item, doc, $"'{name}' of {owner}"),
                    Doc = doc.Member(name),
                }
            );
        }

        QapiShape.CheckUnique(values, "value", owner);
        return values;
    }

    /// <summary>Reads the features of a definition, a member or a value.</summary>
    public static IReadOnlyList<QapiFeature> Features(QapiValue expression, QapiDoc doc, string owner)
    {
        if (expression["features"] is not { } list)
        {
            return [];
        }

        HashSet<string> names = new(StringComparer.Ordinal);
        return
        [
            .. QapiShape
                .ItemsOf(list, $"'features' of {owner}")
                .Select(item =>
                {
                    string name = NameOf(item, ["name", "if"], $"a feature of {owner}");
                    return names.Add(name)
                        ? new QapiFeature(name, Condition(item), doc.Feature(name))
                        : throw QapiShape.Twice(name, item.Position, "feature", owner);
                }),
        ];
    }

    public static QapiCondition? Condition(QapiValue expression) =>
        expression["if"] is { } condition ? ConditionParser.Parse(condition) : null;

    /// <summary>Reads <c>'T'</c> or <c>['T']</c>.</summary>
    public QapiTypeReference Reference(QapiValue value)
    {
        QapiTypeReference reference = value switch
        {
            { Kind: QapiValueKind.Text } => new(value.Text, isArray: false, value.Position),
            { Kind: QapiValueKind.Array, Items: [{ Kind: QapiValueKind.Text } item] } => new(
                item.Text,
                isArray: true,
                item.Position
            ),
            _ => throw new InputException(value.Position, "this is no type: write 'Type', or ['Type'] for a list of it"),
        };
        references.Add(reference);
        return reference;
    }

    private QapiMember Member(QapiEntry entry, string name, QapiDoc doc, string owner)
    {
        QapiShape.CheckName(name, entry.Position);
        string what = $"'{name}' of {owner}";
        if (entry.Value.Kind != QapiValueKind.Object)
        {
            return new(name, entry.Position, Reference(entry.Value)) { Doc = doc.Member(name) };
        }

        QapiShape.CheckKeys(entry.Value, what, s_memberKeys);
        return new(name, entry.Position, Reference(QapiShape.Required(entry.Value, "type", what)))
        {
            Condition = Condition(entry.Value),
            Features = Features(entry.Value, doc, what),
            Doc = doc.Member(name),
        };
    }

    private static string NameOf(QapiValue item, string[] keys, string what)
    {
        if (item.Kind != QapiValueKind.Object)
        {
            return QapiShape.CheckName(QapiShape.TextOf(item, what), item.Position);
        }

        QapiShape.CheckKeys(item, what, keys);
        QapiValue name = QapiShape.Required(item, "name", what);
        return QapiShape.CheckName(QapiShape.TextOf(name, $"the name of {what}"), name.Position);
    }
}
