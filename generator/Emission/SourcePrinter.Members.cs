using QmpGen.Generator.Model;
using static QmpGen.Generator.Emission.CodeBlock;
using static QmpGen.Generator.Names.GlobalNames;

namespace QmpGen.Generator.Emission;

/// <content>Prints the members that records of all kinds share.</content>
internal sealed partial class SourcePrinter
{
    /// <summary>Prints the table of wire names that a record is read with.</summary>
    private static string PrintTable(MembersModel members)
    {
        if (members.Items.Count == 0)
        {
            return "";
        }

        string names = CSharpLiteral.QuoteAll(members.ReadOrder.Select(member => member.WireName));
        return Format(
            $$"""
            private static readonly {{QmpMembers}} {{members.TableName}} = new({{members.RequiredCount}}, {{names}});
            """
        );
    }

    /// <summary>Prints the constructor that reads a record.</summary>
    private static string PrintReadingConstructor(string signature, MembersModel members) =>
        members.Items.Count == 0
            ? Format(
                $$"""
                [{{SetsRequiredMembers}}]
                {{signature}} => r.SkipObject();
                """
            )
            : Format(
                $$"""
                [{{SetsRequiredMembers}}]
                {{signature}}
                {
                    for (var seen = r.ReadStartObject(); r.TryReadMember({{members.TableName}}, ref seen, out int i);)
                    {
                        switch (i)
                        {
                            {{JoinLines(members.ReadOrder.Select(PrintCase).Where(line => line.Length > 0))}}
                        }
                    }
                }
                """
            );

    private static string PrintCase(MemberModel member, int index) =>
        member.IsInheritedTag ? "" : $"case {index}: {member.Name} = {ReadValue(member.Type)}; break;";

    private static string PrintProperties(IEnumerable<MemberModel> members) => JoinLines(members.Select(PrintProperty));

    private static string PrintProperty(MemberModel member) =>
        Format(
            $$"""
            {{PrintHead(member.Summary, member.Attributes)}}
            public {{member.Modifiers}}{{member.PropertyType}} {{member.Name}} { get; init; }
            """
        );

    /// <summary>Prints how a record formats itself, if the compiler would do it differently.</summary>
    /// <remarks>The compiler would print secrets, and unknown enum values as numbers.</remarks>
    /// <param name="modifiers">The accessibility, and whether the method is virtual.</param>
    /// <param name="baseText">The call that formats the inherited members, or <c>false</c>.</param>
    private static string PrintFormatting(string modifiers, string baseText, IEnumerable<MemberModel> members)
    {
        MemberModel[] all = [.. members];
        string names = CSharpLiteral.Quote(string.Join(" ", all.Select(member => member.Name)));
        string values = string.Join(
            ", ",
            all.Select(member => member.IsSecret ? $"{QmpRecordText}.Redact({member.Name})" : member.Name)
        );
        return all.All(member => member.HasUsualText)
            ? ""
            : Format(
                $$"""
                {{modifiers}} bool PrintMembers({{StringBuilder}} b) =>
                    {{QmpRecordText}}.AppendMembers(b, {{baseText}}, {{names}}, {{values}});
                """
            );
    }

    private static string PrintOverriddenFormatting(IEnumerable<MemberModel> members) =>
        PrintFormatting("protected override", "base.PrintMembers(b)", members);

    private static string PrintWrites(IEnumerable<MemberModel> members) => JoinLines(members.Select(WriteMember));

    private static string PrintRead(string fullName, string expression) =>
        Format($"static {fullName} {IQmpReadable}<{fullName}>.Read(ref {QmpReader} r) => {expression};");
}
