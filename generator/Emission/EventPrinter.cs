using QmpGen.Generator.Model;

namespace QmpGen.Generator.Emission;

/// <summary>Prints events.</summary>
internal static class EventPrinter
{
    public static void Print(SourceWriter writer, EventModel model, UnitHeader header)
    {
        string written = model.BothDirections ? $", {Text.Object}" : "";
        RecordPrinter.Head(writer, model.Summary, model.Marks, isTopLevel: true);
        writer.Open($"{header.Scope} sealed record {model.Name} : {Text.Event}{written}");
        RecordPrinter.MemberTable(writer, model.Members, "s_members");
        writer.Line("/// <summary>An event to be filled in.</summary>");
        writer.Line($"public {model.Name}() {{ }}");
        writer.Blank();
        string constructor = $"internal {model.Name}(ref {Text.Reader} r) : base(r.Context)";
        if (model.Union is { } union)
        {
            writer.Line(Text.SetsRequiredMembers);
            writer.Line($"{constructor} => {union.Name} = {ValuePrinter.Read(union.Type)};");
        }
        else
        {
            RecordPrinter.ReadingConstructor(writer, constructor, model.Members, "s_members");
        }

        writer.Blank();
        writer.Line("/// <summary>The name on the wire.</summary>");
        writer.Line($"public static new string WireName => {Text.Literal(model.WireName)};");
        writer.Blank();
        writer.Line("protected override string WireNameCore => WireName;");
        RecordPrinter.Properties(writer, model.Union is { } whole ? [whole] : model.Members);
        if (model.BothDirections)
        {
            writer.Blank();
            writer.Open($"void {Text.Object}.WriteMembers({Text.Writer} w)");
            if (model.Union is { } data)
            {
                writer.Line($"w.WriteMembers({data.Name});");
            }

            RecordPrinter.WriteMembers(writer, model.Members);
            writer.Close();
        }

        writer.Close();
    }
}
