using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Qapi;

namespace QmpGen.Tool.Qapi;

/// <summary>Parses top-level expressions into definitions.</summary>
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

    // These only control QEMU's code generator.
    private static readonly string[] s_ignoredFlags = ["gen", "allow-preconfig", "coroutine"];

    private readonly MemberParser _members = new(references);

    /// <exception cref="InputException">The expression is not a definition.</exception>
    public QapiDefinition Parse(QapiValue expression, QapiDoc doc)
    {
        if (QapiSyntax.FindDefinition(expression) is not { } kind)
        {
            throw QapiSchemaErrors.NotADefinition(expression.Span);
        }

        string name = QapiValueReader.CheckDefinedName(
            QapiValueReader.ReadString(kind.Value, $"the name of the {kind.Name}"),
            kind.Value.Span
        );
        string owner = $"the {kind.Name} '{name}'";
        if (doc.Symbol.Length > 0 && doc.Symbol != name)
        {
            throw QapiSchemaErrors.WrongComment(kind.Value.Span, doc.Symbol, owner);
        }

        Head head = new(name, kind.Value.Span, expression, doc, MemberParser.ParseCondition(expression), owner);
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
            Features = MemberParser.ParseFeatures(expression, doc, owner),
            Doc = doc,
        };
    }

    private static QapiEnum ParseEnum(Head head)
    {
        head.CheckKeys("enum", "data", "prefix", "if", "features");
        return new(head.Name, head.Span, MemberParser.ParseValues(head.ReadRequired("data"), head.Doc, head.Owner));
    }

    private QapiObject ParseStruct(Head head)
    {
        head.CheckKeys("struct", "data", "base", "if", "features");
        return new(head.Name, head.Span, _members.ParseMembers(head.ReadRequired("data"), head.Doc, head.Owner))
        {
            Base = head.Expression["base"] is { } parent ? _members.ParseReference(parent) : null,
        };
    }

    private QapiObject ParseUnion(Head head)
    {
        head.CheckKeys("union", "data", "base", "discriminator", "if", "features");
        IReadOnlyList<QapiMember> branches = _members.ParseBranches(head.ReadRequired("data"), head.Doc, head.Owner);
        if (head.Expression["discriminator"] is null && head.Expression["base"] is null)
        {
            return SimpleUnion.Create(head.Name, head.Span, head.Condition, branches);
        }

        QapiValue discriminator = head.ReadRequired("discriminator");
        return new(head.Name, head.Span, [])
        {
            Base = ParseTypeOrInline(head.ReadRequired("base"), "base", head),
            Discriminator = new(
                QapiValueReader.ReadString(discriminator, $"'discriminator' of {head.Owner}"),
                discriminator.Span
            ),
            Branches = branches,
        };
    }

    private QapiAlternate ParseAlternate(Head head)
    {
        head.CheckKeys("alternate", "data", "if", "features");
        return new(head.Name, head.Span, _members.ParseBranches(head.ReadRequired("data"), head.Doc, head.Owner));
    }

    private QapiCommand ParseCommand(Head head)
    {
        head.CheckKeys(s_commandKeys);
        foreach (string key in s_ignoredFlags)
        {
            head.ReadFlag(key);
        }

        return new(
            head.Name,
            head.Span,
            ParseArguments(head),
            head.Expression["returns"] is { } result ? _members.ParseReference(result) : null
        )
        {
            Boxed = head.ReadFlag("boxed"),
            SuccessResponse = head.Expression["success-response"] is null || head.ReadFlag("success-response"),
            AllowOob = head.ReadFlag("allow-oob"),
        };
    }

    private QapiEvent ParseEvent(Head head)
    {
        head.CheckKeys("event", "data", "boxed", "if", "features");
        return new(head.Name, head.Span, ParseArguments(head)) { Boxed = head.ReadFlag("boxed") };
    }

    private QapiTypeReference? ParseArguments(Head head) =>
        head.Expression["data"] switch
        {
            not { Kind: QapiValueKind.Text } when head.ReadFlag("boxed") => throw QapiSchemaErrors.BoxedWithoutType(
                head.Expression["boxed"]!.Span,
                head.Owner
            ),
            null or { Kind: QapiValueKind.Object, Entries.Count: 0 } => null,
            { } data => ParseTypeOrInline(data, "arg", head),
        };

    /// <summary>Parses the name of a type, or an inline object with the condition of its owner.</summary>
    private QapiTypeReference ParseTypeOrInline(QapiValue value, string role, Head head)
    {
        if (value.Kind != QapiValueKind.Object)
        {
            return _members.ParseReference(value);
        }

        IReadOnlyList<QapiMember> members = _members.ParseMembers(value, head.Doc, head.Owner);
        return new(new QapiObject($"q_obj_{head.Name}-{role}", value.Span, members) { Condition = head.Condition });
    }

    /// <summary>The parts that all kinds of definitions share.</summary>
    private sealed record Head(
        string Name,
        SourceSpan Span,
        QapiValue Expression,
        QapiDoc Doc,
        QapiCondition? Condition,
        string Owner
    )
    {
        public void CheckKeys(params string[] known) => QapiValueReader.CheckKeys(Expression, Owner, known);

        public bool ReadFlag(string key) => QapiValueReader.ReadFlag(Expression[key], $"'{key}' of {Owner}");

        public QapiValue ReadRequired(string key) => QapiValueReader.ReadRequired(Expression, key, Owner);
    }
}
