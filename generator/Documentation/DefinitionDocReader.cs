using QmpGen.Generator.Collections;
using QmpGen.Generator.Diagnostics;
using QmpGen.Generator.Qapi;
using QmpGen.Generator.Schema;

namespace QmpGen.Generator.Documentation;

/// <summary>Reads the documentation of the definitions in a QAPI source file.</summary>
/// <remarks>Only the syntax must be valid, so that the source of future releases can be read.</remarks>
internal static class DefinitionDocReader
{
    /// <exception cref="InputException">The text is not QAPI.</exception>
    public static EquatableArray<DefinitionDoc> Read(SourceFile file, CancellationToken cancellationToken)
    {
        List<DefinitionDoc> definitions = [];
        foreach (QapiExpression expression in QapiSyntax.Read(file))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (QapiSyntax.FindDefinition(expression.Value) is { Value: { Kind: QapiValueKind.Text } name } kind)
            {
                definitions.Add(Read(kind.Name, name.Text, expression));
            }
        }

        return definitions.ToEquatableArray();
    }

    private static DefinitionDoc Read(string kind, string name, QapiExpression expression)
    {
        QapiDoc doc =
            expression.Documentation is { } comment
            && QapiDocParser.Parse(comment.Text) is { } parsed
            && parsed.Symbol == name
                ? parsed
                : QapiDoc.None;
        string body = doc.Sections is [{ Tag: "" } first, ..] ? first.Text : "";
        EquatableArray<FeatureDoc> features = doc
            .Features.Take(SchemaBounds.DocumentedFeatureCount)
            .Select(feature => new FeatureDoc(feature.Key, DocText.Summarize(feature.Value.Text)))
            .ToEquatableArray();
        QapiValue? data = expression.Value["data"];
        Dictionary<string, QapiValue> branches =
            kind == "alternate" && data is not null
                ? data.Entries.ToDictionary(entry => entry.Name, entry => entry.Value, StringComparer.Ordinal)
                : new(StringComparer.Ordinal);
        return new DefinitionDoc(
            new EntityDoc(name, DocText.Summarize(body), doc.Since, features),
            doc.Members.Select(member => new EntityDoc(
                    kind != "alternate" ? member.Key
                        : branches.TryGetValue(member.Key, out QapiValue? branch) ? ReadType(branch)
                        : "",
                    DocText.Summarize(member.Value.Text, member.Value.Since),
                    member.Value.Since,
                    features
                ))
                .ToEquatableArray(),
            ReadName(expression.Value["base"]) ?? ReadName(data) ?? ""
        );
    }

    private static string? ReadName(QapiValue? value) => value is { Kind: QapiValueKind.Text } ? value.Text : null;

    /// <summary>The type of an alternate's branch as a dump names it, with one type for all integers.</summary>
    private static string ReadType(QapiValue? branch) =>
        branch switch
        {
            { Kind: QapiValueKind.Object } => ReadType(branch["type"]),
            { Kind: QapiValueKind.Array, Items: [var item] } => $"[{ReadType(item)}]",
            { Kind: QapiValueKind.Text } => IntegerTypes.Parse(branch.Text) is null ? branch.Text : "int",
            _ => "",
        };
}
