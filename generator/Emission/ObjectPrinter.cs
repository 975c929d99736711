using QmpGen.Generator.Model;

namespace QmpGen.Generator.Emission;

/// <summary>Prints objects and flat unions.</summary>
internal static class ObjectPrinter
{
    public static void Print(SourceWriter writer, ObjectModel model, UnitHeader header)
    {
        string fullName = header.FullName(model.Name);
        RecordPrinter.Head(writer, model.Summary, model.Marks, isTopLevel: true);
        writer.Open(
            $"{header.Scope} {(model.Union is null ? "sealed" : "abstract")} record {model.Name}{Bases(model, fullName)}"
        );
        if (model.Union is { } union)
        {
            Base(
                writer,
                new Part(
                    model.Name,
                    fullName,
                    "",
                    model.Members,
                    union,
                    Level: 0,
                    model.Reads,
                    model.Writes,
                    model.IsArguments
                )
            );
        }
        else
        {
            Plain(writer, model, fullName);
        }

        writer.Close();
    }

    private static void Plain(SourceWriter writer, ObjectModel model, string fullName)
    {
        if (model.Reads)
        {
            RecordPrinter.MemberTable(writer, model.Members, "s_members");
            writer.Line("/// <summary>An object to be filled in.</summary>");
            writer.Line($"public {model.Name}() {{ }}");
            writer.Blank();
            RecordPrinter.ReadingConstructor(
                writer,
                $"internal {model.Name}(ref {Text.Reader} r)",
                model.Members,
                "s_members"
            );
        }

        RecordPrinter.Properties(writer, model.Members);
        if (model.ReadsItself)
        {
            RecordPrinter.Readable(writer, fullName, "new(ref r)");
        }

        if (model.Writes)
        {
            writer.Blank();
            writer.Open($"void {Text.Object}.WriteMembers({Text.Writer} w)");
            RecordPrinter.WriteMembers(writer, model.Members);
            writer.Close();
        }
    }

    /// <summary>The base of a union, and its branches.</summary>
    private static void Base(SourceWriter writer, Part part)
    {
        EquatableArray<MemberModel> withTag = [part.Union.Tag, .. part.Members];
        MemberModel tag = part.Union.Tag;
        if (part.Reads)
        {
            RecordPrinter.MemberTable(writer, withTag, part.Table);
        }

        writer.Line($"private protected {part.Name}({tag.Type.CSharp} tag){part.BaseCall} => {tag.Name} = tag;");
        if (part.Reads)
        {
            // Takes the reader by value: it reads the common members from a copy, and leaves the object to the branch.
            writer.Blank();
            RecordPrinter.ReadingConstructor(
                writer,
                $"private protected {part.Name}({Text.Reader} r){(part.Level > 0 ? " : base(r)" : "")}",
                withTag,
                part.Table
            );
        }

        writer.Blank();
        RecordPrinter.Head(writer, tag.Summary, tag.Marks);
        writer.Line($"public {(tag.Hides ? "new " : "")}{tag.Type.CSharp} {tag.Name} {{ get; }}");
        RecordPrinter.Properties(writer, part.Members);
        if (part.Level == 0 && !part.IsArguments)
        {
            SealedText(writer);
        }

        if (part.Reads)
        {
            ReadBranch(writer, part);
        }

        if (part.Writes)
        {
            WriteCommon(writer, part);
        }

        foreach (BranchModel branch in part.Union.Branches)
        {
            writer.Blank();
            Branch(writer, part, branch);
        }

        if (part.Reads)
        {
            writer.Blank();
            Unknown(writer, part);
        }
    }

    /// <summary>One <c>ToString</c> for all branches, where the compiler would make one for each.</summary>
    private static void SealedText(SourceWriter writer)
    {
        writer.Blank();
        writer.Line("/// <summary>The record as records print.</summary>");
        writer.Line($"public sealed override string ToString() => {Text.RecordText}.Format(this, PrintMembers);");
    }

    private static void ReadBranch(SourceWriter writer, Part part)
    {
        string peek = $"r.PeekTag({Text.Literal(part.Union.Tag.WireName)}, {ValuePrinter.Table(part.Union.Tag.Type)})";
        if (part.Union.Branches.Count == 0)
        {
            RecordPrinter.Readable(writer, part.FullName, "new UnknownBranch(ref r)");
            return;
        }

        writer.Blank();
        writer.Open(
            $"static {part.FullName} {Text.Readable}<{part.FullName}>.Read(ref {Text.Reader} r) => {peek} switch"
        );
        foreach (BranchModel branch in part.Union.Branches)
        {
            writer.Line(
                $"{branch.TagValue} => {(branch.Union is null ? $"new {branch.FullName}(ref r)" : $"r.ReadObject<{branch.FullName}>()")},"
            );
        }

        writer.Line($"_ => new {part.FullName}.UnknownBranch(ref r),");
        writer.Close("};");
    }

    private static void WriteCommon(SourceWriter writer, Part part)
    {
        writer.Blank();
        if (part.Level == 0)
        {
            writer.Open($"void {Text.Object}.WriteMembers({Text.Writer} w)");
            RecordPrinter.WriteMembers(writer, [part.Union.Tag, .. part.Members]);
            writer.Line("WriteBranch(w);");
            if (part.IsArguments)
            {
                writer.Line("w.WriteExtraArguments(this);");
            }

            writer.Close();
            writer.Blank();
            writer.Line($"private protected virtual void WriteBranch({Text.Writer} w) {{ }}");
        }
        else
        {
            writer.Open($"private protected override void WriteBranch({Text.Writer} w)");
            if (part.Level > 1)
            {
                writer.Line("base.WriteBranch(w);");
            }

            RecordPrinter.WriteMembers(writer, [part.Union.Tag, .. part.Members]);
            writer.Close();
        }
    }

    private static void Branch(SourceWriter writer, Part part, BranchModel branch)
    {
        string readable = branch.Union is not null && part.Reads ? $", {Text.Readable}<{branch.FullName}>" : "";
        RecordPrinter.Head(writer, branch.Summary, branch.Marks);
        writer.Open(
            $"public {(branch.Hides ? "new " : "")}{(branch.Union is null ? "sealed" : "abstract")} record {branch.Name} : {part.FullName}{readable}"
        );
        if (branch.Union is { } union)
        {
            Base(
                writer,
                part with
                {
                    Name = branch.Name,
                    FullName = branch.FullName,
                    BaseCall = $" : base({branch.TagValue})",
                    Members = branch.Members,
                    Union = union,
                    Level = part.Level + 1,
                }
            );
        }
        else
        {
            Leaf(writer, part, branch);
        }

        writer.Close();
    }

    private static void Leaf(SourceWriter writer, Part part, BranchModel branch)
    {
        string table = Part.TableAt(part.Level + 1);
        if (part.Reads)
        {
            RecordPrinter.MemberTable(writer, branch.Members, table);
        }

        writer.Line("/// <summary>A branch to be filled in.</summary>");
        writer.Line($"public {branch.Name}() : base({branch.TagValue}) {{ }}");
        if (part.Reads)
        {
            writer.Blank();
            RecordPrinter.ReadingConstructor(
                writer,
                $"internal {branch.Name}(ref {Text.Reader} r) : base(r)",
                branch.Members,
                table
            );
        }

        RecordPrinter.Properties(writer, branch.Members);
        if (part.Writes && branch.Members.Count > 0)
        {
            writer.Blank();
            writer.Open($"private protected override void WriteBranch({Text.Writer} w)");
            if (part.Level > 0)
            {
                writer.Line("base.WriteBranch(w);");
            }

            RecordPrinter.WriteMembers(writer, branch.Members);
            writer.Close();
        }
    }

    private static void Unknown(SourceWriter writer, Part part)
    {
        RecordPrinter.Head(writer, "A branch that the schema lacks, received from a newer QEMU.", default);
        writer.Open($"public {(part.Union.HidesUnknown ? "new " : "")}sealed record UnknownBranch : {part.FullName}");
        writer.Line(Text.SetsRequiredMembers);
        writer.Line($"internal UnknownBranch(ref {Text.Reader} r) : base(r) => Json = r.ReadAny();");
        writer.Blank();
        writer.Line("/// <summary>The whole object as it came.</summary>");
        writer.Line($"public {Text.Value} Json {{ get; }}");
        if (part.Writes)
        {
            writer.Blank();
            writer.Line(
                $"private protected override void WriteBranch({Text.Writer} w) => throw {Text.Writer}.UnknownBranch({Text.Literal(part.Name)});"
            );
        }

        writer.Close();
    }

    private static string Bases(ObjectModel model, string fullName)
    {
        List<string> bases = [];
        if (model.IsArguments)
        {
            bases.Add(Text.Arguments);
        }

        if (model.ReadsItself)
        {
            bases.Add($"{Text.Readable}<{fullName}>");
        }

        if (model.Writes)
        {
            bases.Add(Text.Object);
        }

        return bases.Count == 0 ? "" : " : " + string.Join(", ", bases);
    }

    /// <summary>A record with branches: a union, or a branch that is one.</summary>
    private sealed record Part(
        string Name,
        string FullName,
        string BaseCall,
        EquatableArray<MemberModel> Members,
        UnionModel Union,
        int Level,
        bool Reads,
        bool Writes,
        bool IsArguments
    )
    {
        public string Table => TableAt(Level);

        // A nested record sees the private fields of those around it, so each level has a name of its own.
        public static string TableAt(int level) => level == 0 ? "s_members" : $"s_members{RecordPrinter.Number(level)}";
    }
}
