using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Qapi;

namespace QmpGen.Tool.Qapi;

/// <summary>Turns an expression of the top level into a definition.</summary>
internal sealed class DefinitionParser(List<QapiTypeReference> references)
{
    private static readonly string[] s_commandKeys =
    [
        "command",
        "data",
        "returns",
        "boxed",
        "gen",
        "success-response",
        "allow-oob",
        "allow-preconfig",
        "coroutine",
        "if",
        "features",
    ];

    // What they say is about QEMU's own code only.
    private static readonly string[] s_flagsOfQemu = ["gen", "allow-preconfig", "coroutine"];

    private readonly MemberParser _members = new(references);

    /// <exception cref="InputException">It is no definition.</exception>
    public QapiDefinition Parse(QapiValue expression, QapiDoc doc)
    {
        if (QapiSyntax.KindOf(expression) is not { } kind)
        {
            throw new InputException(
                expression.Position,
                "this defines nothing: write 'command', 'event', 'struct', 'enum', 'union' or 'alternate' with its name"
            );
        }

        string name = QapiShape.CheckDefinedName(
            QapiShape.TextOf(kind.Value, $"the name of the {kind.Name}"),
            kind.Value.Position
        );
        string owner = $"the {kind.Name} '{name}'";
        if (doc.Symbol.Length > 0 && doc.Symbol != name)
        {
            throw new InputException(
                kind.Value.Position,
                $"the documentation above is about '{doc.Symbol}' and not about {owner}: rename one of them"
            );
        }

        Head head = new(name, kind.Value.Position, expression, doc, MemberParser.Condition(expression), owner);
        QapiDefinition definition = kind.Name switch
        {
            "enum" => ParseEnum(head),
            "struct" => ParseStruct(head),
            "union" => ParseUnion(head),
            "alternate" => ParseAlternate(head),
            "command" => ParseCommand(head),
            _ => ParseEvent(head),
        };
        return definition with
        {
            Condition = head.Condition,
            Features = MemberParser.Features(expression, doc, owner),
            Doc = doc,
        };
    }

    private static QapiEnum ParseEnum(Head head)
    {
        head.CheckKeys("enum", "data", "prefix", "if", "features");
        return new(head.Name, head.Position, MemberParser.Values(head.Required("data"), head.Doc, head.Owner));
    }

    private QapiObject ParseStruct(Head head)
    {
        head.CheckKeys("struct", "data", "base", "if", "features");
        return new(head.Name, head.Position, _members.Members(head.Required("data"), head.Doc, head.Owner))
        {
            Base = head.Expression["base"] is { } parent ? _members.Reference(parent) : null,
        };
    }

    private QapiObject ParseUnion(Head head)
    {
        head.CheckKeys("union", "data", "base", "discriminator", "if", "features");
        IReadOnlyList<QapiMember> branches = _members.Branches(head.Required("data"), head.Doc, head.Owner);
        if (head.Expression["discriminator"] is null && head.Expression["base"] is null)
        {
            return SimpleUnion.Make(head.Name, head.Position, head.Condition, branches);
        }

        QapiValue discriminator = head.Required("discriminator");
        return new(head.Name, head.Position, [])
        {
            Base = ReferenceOrInline(head.Required("base"), "base", head),
            Discriminator = new(
                QapiShape.TextOf(discriminator, $"'discriminator' of {head.Owner}"),
                discriminator.Position
            ),
            Branches = branches,
        };
    }

    private QapiAlternate ParseAlternate(Head head)
    {
        head.CheckKeys("alternate", "data", "if", "features");
        return new(head.Name, head.Position, _members.Branches(head.Required("data"), head.Doc, head.Owner));
    }

    private QapiCommand ParseCommand(Head head)
    {
        head.CheckKeys(s_commandKeys);
        foreach (string key in s_flagsOfQemu)
        {
            head.Flag(key);
        }

        return new(
            head.Name,
            head.Position,
            ArgumentsOf(head),
            head.Expression["returns"] is { } result ? _members.Reference(result) : null
        )
        {
            Boxed = head.Flag("boxed"),
            SuccessResponse = head.Expression["success-response"] is null || head.Flag("success-response"),
            AllowOob = head.Flag("allow-oob"),
        };
    }

    private QapiEvent ParseEvent(Head head)
    {
        head.CheckKeys("event", "data", "boxed", "if", "features");
        return new(head.Name, head.Position, ArgumentsOf(head)) { Boxed = head.Flag("boxed") };
    }

    private QapiTypeReference? ArgumentsOf(Head head) =>
        head.Expression["data"] switch
        {
            not { Kind: QapiValueKind.Text } when head.Flag("boxed") => throw new InputException(
                head.Expression["boxed"]!.Position,
                $"{head.Owner} is boxed but has no type: name it with 'data', or remove 'boxed'"
            ),
            null or { Kind: QapiValueKind.Object, Entries.Count: 0 } => null,
            { } data => ReferenceOrInline(data, "arg", head),
        };

    /// <summary>A type by name, or one that stands here without a name of its own and exists where its owner
    /// does.</summary>
    private QapiTypeReference ReferenceOrInline(QapiValue value, string role, Head head)
    {
        if (value.Kind != QapiValueKind.Object)
        {
            return _members.Reference(value);
        }

        IReadOnlyList<QapiMember> members = _members.Members(value, head.Doc, head.Owner);
        return new(new QapiObject($"q_obj_{head.Name}-{role}", value.Position, members) { Condition = head.Condition });
    }

    /// <summary>What every kind of definition has.</summary>
    private sealed record Head(
        string Name,
        SourceSpan Position,
        QapiValue Expression,
        QapiDoc Doc,
        QapiCondition? Condition,
        string Owner
    )
    {
        public void CheckKeys(params string[] known) => QapiShape.CheckKeys(Expression, Owner, known);

        public bool Flag(string key) => QapiShape.FlagOf(Expression[key], $"'{key}' of {Owner}");

        public QapiValue Required(string key) => QapiShape.Required(Expression, key, Owner);
    }
}
