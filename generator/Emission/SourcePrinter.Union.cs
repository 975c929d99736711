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
                    PrintUnionMembers(model.Content),
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
    private static string PrintInnerUnion(BranchModel branch, UnionContent content) =>
        Format(
            $$"""
            {{PrintHead(branch.Summary, branch.Attributes)}}
            public {{branch.Modifiers}}abstract record {{branch.Name}}{{PrintBases(branch.Bases)}}
            {
                {{JoinParagraphs(
                    PrintUnionMembers(content),
                    [
                        PrintOverriddenFormatting(content.Members.Items),
                        content.Writes ? PrintBranchWriting(branch) : "",
                    ],
                    PrintBranches(content)
                )}}
            }
            """
        );

    private static string[] PrintUnionMembers(UnionContent union) =>
        [
            union.Reads ? PrintTable(union.Members) : "",
            $"private protected {union.Name}({union.Tag.Type.CSharp} tag){union.TagBase} => {union.Tag.Name} = tag;",
            // The reader comes by value: this constructor reads a copy and leaves the object to the branch.
            union.Reads
                ? PrintReadingConstructor(
                    $"private protected {union.Name}({QmpReader} r){union.ReadBase}",
                    union.Members
                )
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
        string missing = union.MissingTag is { } value ? $", {value}" : "";
        string tag = $"r.PeekTag({CSharpLiteral.Quote(union.Tag.WireName)}, {PrintEnumTable(union.Tag.Type)}{missing})";
        return union.Branches.Count == 0
            ? PrintRead(union.FullName, "new UnknownBranch(ref r)")
            : PrintRead(
                union.FullName,
                Format(
                    $$"""
                    {{tag}} switch
                    {
                        {{JoinLines(union.Branches.Select(PrintArm))}}
                        _ => new {{union.FullName}}.UnknownBranch(ref r),
                    }
                    """
                )
            );
    }

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
                branch.Content is { } content ? PrintInnerUnion(branch, content) : PrintBranch(branch, union)
            ),
            union.Reads ? PrintUnknownBranch(union) : "",
        ];

    private static string PrintBranch(BranchModel branch, UnionContent union)
    {
        bool writes = union.Writes && branch.Members.Items.Count > 0;
        string constructor = $"internal {branch.Name}(ref {QmpReader} r) : base(r)";
        return Format(
            $$"""
            {{PrintHead(branch.Summary, branch.Attributes)}}
            public {{branch.Modifiers}}sealed record {{branch.Name}}{{PrintBases(branch.Bases)}}
            {
                {{JoinParagraphs([
                    union.Reads ? PrintTable(branch.Members) : "",
                    $"public {branch.Name}() : base({branch.TagValue}) {{ }}",
                    union.Reads ? PrintReadingConstructor(constructor, branch.Members) : "",
                    PrintProperties(branch.Members.Items),
                    PrintOverriddenFormatting(branch.Members.Items),
                    writes ? PrintBranchWriting(branch) : "",
                ])}}
            }
            """
        );
    }

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
                internal UnknownBranch(ref {{QmpReader}} r) : base(r) => Json = r.ReadAny();
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
