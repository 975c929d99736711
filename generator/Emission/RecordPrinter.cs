using System.Globalization;
using QmpGen.Generator.Collections;
using QmpGen.Generator.Model;

namespace QmpGen.Generator.Emission;

/// <summary>The parts that records of all kinds share: attributes, properties, and what reads and writes their
/// members.</summary>
internal static class RecordPrinter
{
    /// <summary>The documentation and the attributes above a declaration.</summary>
    public static void Head(SourceWriter writer, string summary, Marks marks, bool isTopLevel = false)
    {
        foreach (string line in Comment(summary))
        {
            writer.Line($"/// {line}");
        }

        if (isTopLevel)
        {
            writer.Line(Text.GeneratedCode);
        }

        if (marks.Deprecated)
        {
            writer.Line(
                $"[global::System.Obsolete(\"QEMU calls it deprecated.\", DiagnosticId = \"{Text.DeprecatedId}\")]"
            );
        }

        if (marks.Unstable)
        {
            writer.Line($"[global::System.Diagnostics.CodeAnalysis.Experimental(\"{Text.UnstableId}\")]");
        }
    }

    private static string[] Comment(string summary) =>
        summary.IndexOf('\n') < 0
            ? [$"<summary>{summary}</summary>"]
            : ["<summary>", .. summary.Split('\n'), "</summary>"];

    /// <summary>The properties.</summary>
    public static void Properties(SourceWriter writer, EquatableArray<MemberModel> members)
    {
        foreach (MemberModel member in members)
        {
            writer.Blank();
            Head(writer, member.Summary, member.Marks);
            writer.Line(
                $"public {(member.Hides ? "new " : "")}{(member.Optional ? "" : "required ")}{member.Type.CSharp}{(member.Optional ? "?" : "")} {member.Name} {{ get; init; }}"
            );
        }
    }

    /// <summary>The table of the members' names: mandatory ones first, which is how the runtime knows them.</summary>
    public static void MemberTable(SourceWriter writer, EquatableArray<MemberModel> members, string table)
    {
        if (members.Count > 0)
        {
            string names = Text.Names(InTable(members).Select(member => member.WireName));
            writer.Line(
                $"private static readonly {Text.Members} {table} = new({Number(members.Count(member => !member.Optional))}, {names});"
            );
            writer.Blank();
        }
    }

    /// <summary>The constructor that reads the record.</summary>
    public static void ReadingConstructor(
        SourceWriter writer,
        string signature,
        EquatableArray<MemberModel> members,
        string table
    )
    {
        writer.Line(Text.SetsRequiredMembers);
        if (members.Count == 0)
        {
            writer.Line($"{signature} => r.SkipObject();");
            return;
        }

        writer.Open(signature);
        writer.Open($"for (var seen = r.ReadStartObject(); r.TryReadMember({table}, ref seen, out int i);)");
        writer.Open("switch (i)");
        int index = 0;
        foreach (MemberModel member in InTable(members))
        {
            writer.Line($"case {Number(index++)}: {member.Name} = {ValuePrinter.Read(member.Type)}; break;");
        }

        writer.Close();
        writer.Close();
        writer.Close();
    }

    /// <summary>The lines that write the members.</summary>
    public static void WriteMembers(SourceWriter writer, EquatableArray<MemberModel> members)
    {
        foreach (MemberModel member in members)
        {
            writer.Line(ValuePrinter.WriteMember(member));
        }
    }

    /// <summary>What lets the runtime read lists of the record.</summary>
    public static void Readable(SourceWriter writer, string fullName, string expression)
    {
        writer.Blank();
        writer.Line($"static {fullName} {Text.Readable}<{fullName}>.Read(ref {Text.Reader} r) => {expression};");
    }

    /// <summary>A number as it stands in source.</summary>
    public static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<MemberModel> InTable(EquatableArray<MemberModel> members) =>
        members.OrderBy(member => member.Optional);
}
