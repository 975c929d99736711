using QmpGen.Generator.Model;
using static QmpGen.Generator.Emission.CodeBlock;
using static QmpGen.Generator.Names.GlobalNames;

namespace QmpGen.Generator.Emission;

/// <content>Prints alternates: an abstract record with a nested record for each kind of JSON value.</content>
internal sealed partial class SourcePrinter
{
    private string PrintAlternate(AlternateModel model) =>
        Format(
            $$"""
            {{PrintTypeHead(model)}}
            {{(model.List is null ? "" : $"[{CollectionBuilder}(typeof({model.FullName}), nameof(Create))]")}}
            {{_header.Accessibility}} abstract record {{model.Name}}{{PrintBases(model.Bases)}}
            {
                {{JoinParagraphs(
                    [$"private {model.Name}() {{ }}"],
                    model.Branches.Select(branch => PrintConversion(model, branch)),
                    [
                        model.List is { } list ? PrintCollection(model, list) : "",
                        model.Reads ? PrintAlternateReading(model) : "",
                        model.Writes ? PrintAlternateWriting() : "",
                    ],
                    model.Branches.Select(branch => PrintAlternateBranch(model, branch)),
                    [model.Reads ? PrintUnknownValue(model) : ""]
                )}}
            }
            """
        );

    private static string PrintConversion(AlternateModel model, AlternateBranchModel branch) =>
        branch.Type is not { } type ? ""
        : type.IsValueType
            ? Format(
                $$"""
                public static implicit operator {{model.FullName}}({{type.CSharp}} value) =>
                    new {{model.FullName}}.{{branch.Name}}(value);
                """
            )
        : Format(
            $$"""
            [return: {{NotNullIfNotNull}}(nameof(value))]
            public static implicit operator {{model.FullName}}?({{type.ConversionSource}}? value) =>
                value is null ? null : new {{model.FullName}}.{{branch.Name}}(value);
            """
        );

    private static string PrintCollection(AlternateModel model, ListBranchModel list) =>
        Format(
            $$"""
            public static {{model.FullName}} Create({{SystemSpan}}<{{list.ItemType}}> items) =>
                new {{model.FullName}}.{{list.Name}}({{QmpList}}.Create(items));

            /// <summary>Enumerates the items of a list; other branches have none.</summary>
            public {{SystemEnumerator}}<{{list.ItemType}}> GetEnumerator() =>
                (this is {{model.FullName}}.{{list.Name}} list
                    ? list.Value
                    : {{QmpList}}<{{list.ItemType}}>.Empty).GetEnumerator();
            """
        );

    private static string PrintAlternateReading(AlternateModel model) =>
        PrintRead(
            model.FullName,
            Format(
                $$"""
                r.TokenType switch
                {
                    {{JoinLines(model.Branches.Select(branch => PrintArm(model, branch)))}}
                    _ => new {{model.FullName}}.UnknownBranch(r.ReadAny()),
                }
                """
            )
        );

    private static string PrintArm(AlternateModel model, AlternateBranchModel branch)
    {
        string value = branch.Type is { } type ? ReadValue(type) : "";
        return $"{PrintTokens(branch.Kind)} => new {model.FullName}.{branch.Name}({value}),";
    }

    private static string PrintAlternateWriting() =>
        Format(
            $$"""
            void {{IQmpAlternate}}.WriteValue({{QmpWriter}} w) => WriteBranch(w);

            private protected abstract void WriteBranch({{QmpWriter}} w);
            """
        );

    private static string PrintAlternateBranch(AlternateModel model, AlternateBranchModel branch)
    {
        string parameter = branch.Type is { } type ? $"({type.CSharp} Value)" : "";
        string write = branch.Type is { } written ? WriteValue(written, "Value") : "w.WriteNull()";
        string format = $"{QmpRecordText}.AppendMembers(b, false, \"Value\", Value)";
        return PrintAlternateRecord(
            model,
            branch.Summary,
            $"{branch.Name}{parameter}",
            write,
            branch.Type?.Kind == ValueKind.Enum
                ? $"protected override bool PrintMembers({StringBuilder} b) => {format};"
                : ""
        );
    }

    private static string PrintUnknownValue(AlternateModel model) =>
        PrintAlternateRecord(
            model,
            "A kind of value that the schema does not list, received from a newer QEMU.",
            $"UnknownBranch({QmpValue} Json)",
            $"throw {QmpWriter}.CreateUnknownBranchException({CSharpLiteral.Quote(model.Name)})",
            PrintUnknownFormatting()
        );

    private static string PrintAlternateRecord(
        AlternateModel model,
        string summary,
        string declaration,
        string write,
        string formatting
    )
    {
        string writing = $"private protected override void WriteBranch({QmpWriter} w) => {write};";
        return formatting.Length > 0 || model.Writes
            ? Format(
                $$"""
                {{PrintSummary(summary)}}
                public sealed record {{declaration}} : {{model.FullName}}
                {
                    {{formatting}}
                    {{(model.Writes ? writing : "")}}
                }
                """
            )
            : Format(
                $$"""
                {{PrintSummary(summary)}}
                public sealed record {{declaration}} : {{model.FullName}};
                """
            );
    }

    private static string PrintTokens(BranchKind kind) =>
        kind switch
        {
            BranchKind.Object => $"{JsonTokenType}.StartObject",
            BranchKind.Array => $"{JsonTokenType}.StartArray",
            BranchKind.Boolean => $"{JsonTokenType}.True or {JsonTokenType}.False",
            _ => $"{JsonTokenType}.{kind}",
        };
}
