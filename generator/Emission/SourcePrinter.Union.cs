using QmpGen.Generator.Model;
using static QmpGen.Generator.Emission.CodeBlock;
using static QmpGen.Generator.Names.GlobalNames;

namespace QmpGen.Generator.Emission;

/// <content>Prints flat unions: an abstract record that the records of the branches are nested in.</content>
internal sealed partial class SourcePrinter
{
    private string PrintUnion(UnionModel model) =>
        Format(
            $$"""
            {{PrintTypeHead(model)}}
            {{_header.Accessibility}} abstract record {{model.Name}}{{PrintBases(model.Bases)}}
            {
                {{JoinParagraphs(
                    PrintUnionMembers(model.Content, ""),
                    [
                        model.IsArguments
                            ? PrintOverriddenFormatting(model.Content.Members.Items)
                            : PrintToString(model.Content),
                        model.Content.Writes ? PrintUnionWriting(model) : "",
                    ],
                    PrintBranches(model.Content)
                )}}
            }
            """
        );

    /// <summary>Prints a branch that is a union itself.</summary>
    private static string PrintInnerUnion(BranchModel branch, UnionContent content, string readBase) =>
        Format(
            $$"""
            {{PrintHead(branch.Summary, branch.Attributes)}}
            public {{branch.Modifiers}}abstract record {{branch.Name}}{{PrintBases(branch.Bases)}}
            {
                {{JoinParagraphs(
                    PrintUnionMembers(content, readBase),
                    [
                        PrintOverriddenFormatting(content.Members.Items),
                        content.Writes ? PrintBranchWriting(branch) : "",
                    ],
                    PrintBranches(content)
                )}}
            }
            """
        );

    /// <param name="union">The union.</param>
    /// <param name="readBase">The base call of the constructor that reads.</param>
    private static string[] PrintUnionMembers(UnionContent union, string readBase) =>
        [
            union.Reads ? PrintTable(union.Members) : "",
            $"private protected {union.Name}({union.Tag.Type.CSharp} tag){union.TagBase} => {union.Tag.Name} = tag;",
            union.Reads
                ? PrintReadingConstructor($"private protected {union.Name}(ref {QmpReader} r){readBase}", union.Members)
                : "",
            Format(
                $$"""
                {{PrintHead(union.Tag.Summary, union.Tag.Attributes)}}
                public {{union.TagModifiers}}{{union.Tag.Type.CSharp}} {{union.Tag.Name}} { get; }
                {{PrintProperties(union.Properties)}}
                """
            ),
            union.Reads ? PrintBranchReading(union) : "",
        ];

    /// <summary>Prints one <c>ToString</c> for all branches; the compiler would add one to each.</summary>
    private static string PrintToString(UnionContent union) =>
        Format(
            $$"""
            public sealed override string ToString() => {{QmpRecordText}}.Format(this, PrintMembers);
            {{PrintFormatting("protected virtual", "false", union.Members.Items)}}
            """
        );

    private static string PrintBranchReading(UnionContent union)
    {
        string unknown = $"new {union.FullName}.UnknownBranch(ref r, r.Position)";
        return union.Branches.Count == 0
            ? PrintRead(union.FullName, unknown)
            : PrintRead(
                union.FullName,
                Format(
                    $$"""
                    {{PrintTagPeeking(union.Tag, union.MissingTag)}} switch
                    {
                        {{JoinLines(union.Branches.Select(PrintArm))}}
                        _ => {{unknown}},
                    }
                    """
                )
            );
    }

    private static string PrintTagPeeking(MemberModel tag, string? missing) =>
        $"r.PeekTag({CSharpLiteral.Quote(tag.WireName)}, {PrintEnumTable(tag.Type)}"
        + $"{(missing is null ? "" : ", " + missing)})";

    private static string PrintArm(BranchModel branch) =>
        branch.Content is null
            ? $"{branch.TagValue} => new {branch.FullName}(ref r),"
            : $"{branch.TagValue} => r.ReadObject<{branch.FullName}>(),";

    private static string PrintUnionWriting(UnionModel model) =>
        Format(
            $$"""
            void {{IQmpObject}}.WriteMembers({{QmpWriter}} w)
            {
                {{PrintTagWriting(model.Content)}}
                {{PrintWrites(model.Content.Properties)}}
                WriteBranch(w);
                {{(model.IsArguments ? "w.WriteExtraArguments(this);" : "")}}
            }

            private protected virtual void WriteBranch({{QmpWriter}} w) { }
            """
        );

    private static string PrintTagWriting(UnionContent union)
    {
        MemberModel tag = union.Tag;
        return union.MissingTag is null
            ? WriteMember(tag)
            : $"w.WriteTag({CSharpLiteral.Quote(tag.WireName)}, {tag.Name}, {PrintEnumTable(tag.Type)});";
    }

    private static IEnumerable<string> PrintBranches(UnionContent union) =>
        [
            .. union.Branches.Select(branch =>
                branch.Content is { } content
                    ? PrintInnerUnion(branch, content, PrintReadBase(branch, union))
                    : PrintBranch(branch, union)
            ),
            union.Reads ? PrintUnknownBranch(union) : "",
        ];

    private static string PrintBranch(BranchModel branch, UnionContent union)
    {
        bool writes = union.Writes && branch.Members.Items.Count > 0;
        return Format(
            $$"""
            {{PrintHead(branch.Summary, branch.Attributes)}}
            public {{branch.Modifiers}}sealed record {{branch.Name}}{{PrintBases(branch.Bases)}}
            {
                {{JoinParagraphs([
                    union.Reads ? PrintTable(branch.Members) : "",
                    $"public {branch.Name}() : base({branch.TagValue}) {{ }}",
                    union.Reads ? PrintBranchReadingConstructor(branch, union) : "",
                    PrintProperties(branch.Members.Items),
                    PrintOverriddenFormatting(branch.Members.Items),
                    writes ? PrintBranchWriting(branch) : "",
                ])}}
            }
            """
        );
    }

    /// <summary>Prints the constructor that reads a branch, with the inherited members in the same pass.</summary>
    private static string PrintBranchReadingConstructor(BranchModel branch, UnionContent union)
    {
        string signature = $"internal {branch.Name}(ref {QmpReader} r)";
        return branch.Members.Items.Count > 0
            ? PrintReadingConstructor(signature + PrintReadBase(branch, union), branch.Members)
            : Format(
                $$"""
                [{{SetsRequiredMembers}}]
                {{signature}} : base(ref r) { }
                """
            );
    }

    /// <summary>Prints the base call of the constructor that reads a branch.</summary>
    /// <remarks>An object that is read can lack the tag. Inherited members whose names conflict are read from a
    /// copy.</remarks>
    private static string PrintReadBase(BranchModel branch, UnionContent union) =>
        branch.Members.Inherited.Count == 0 ? " : base(ref r.CopyTo(out var copy))"
        : union.MissingTag is null ? $" : base({branch.TagValue})"
        : $" : base({PrintTagPeeking(union.Tag, "default")})";

    private static string PrintBranchWriting(BranchModel branch) =>
        Format(
            $$"""
            private protected override void WriteBranch({{QmpWriter}} w)
            {
                {{(branch.IsNestedTwice ? "base.WriteBranch(w);" : "")}}
                {{(branch.Content is { } content ? PrintTagWriting(content) : "")}}
                {{PrintWrites(branch.Content is { } inner ? inner.Properties : branch.Members.Items)}}
            }
            """
        );

    /// <summary>Prints how an unknown branch formats itself. The compiler would print secrets.</summary>
    private static string PrintUnknownFormatting() =>
        $"protected override bool PrintMembers({StringBuilder} b) => "
        + $"{QmpRecordText}.AppendMembers(b, base.PrintMembers(b), \"Json\", Json);";

    private static string PrintUnknownBranch(UnionContent union)
    {
        string error = $"throw {QmpWriter}.CreateUnknownBranchException({CSharpLiteral.Quote(union.Name)})";
        string write = union.MissingTag is null ? error : PrintUntaggedWriting(union, error);
        string writing = $"private protected override void WriteBranch({QmpWriter} w) => {write};";
        string untagged = union.MissingTag is null ? "" : $", or an object without <c>{union.Tag.Name}</c>";
        return Format(
            $$"""
            /// <summary>A branch that the schema does not list, received from a newer QEMU{{untagged}}.</summary>
            public {{union.UnknownModifiers}}sealed record UnknownBranch : {{union.FullName}}
            {
                [{{SetsRequiredMembers}}]
                internal UnknownBranch(ref {{QmpReader}} r, int start) : base(ref r) => Json = r.GetValue(start);
                /// <summary>The whole object.</summary>
                public {{QmpValue}} Json { get; }
                {{PrintUnknownFormatting()}}
                {{(union.Writes ? writing : "")}}
            }
            """
        );
    }

    /// <summary>Prints how an object without a tag is written again. The outermost union writes the common
    /// members.</summary>
    private static string PrintUntaggedWriting(UnionContent union, string error) =>
        $"w.WriteOtherMembers({union.Tag.Name} == 0 ? Json : {error}, s_members)";
}
