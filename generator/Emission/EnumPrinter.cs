using QmpGen.Generator.Model;

namespace QmpGen.Generator.Emission;

/// <summary>Prints enums, and beside each the class with its texts.</summary>
internal static class EnumPrinter
{
    public static void Print(SourceWriter writer, EnumModel model, UnitHeader header)
    {
        string fullName = header.FullName(model.Name);
        RecordPrinter.Head(writer, model.Summary, model.Marks, isTopLevel: true);
        writer.Open($"{header.Scope} enum {model.Name}");
        int number = 1;
        foreach (EnumValueModel value in model.Values)
        {
            RecordPrinter.Head(writer, value.Summary, value.Marks);
            writer.Line($"{value.Name} = {RecordPrinter.Number(number++)},");
        }

        writer.Close();
        writer.Blank();
        RecordPrinter.Head(
            writer,
            $"The texts of <see cref=\"{fullName}\"/> on the wire.",
            model.Marks,
            isTopLevel: true
        );
        writer.Open($"{header.Scope} static class {model.Name}Extensions");
        writer.Line(
            $"internal static readonly {Text.EnumTable}<{fullName}> Table = new({Text.Names(model.Values.Select(value => value.WireName))});"
        );
        writer.Blank();
        writer.Open($"extension({fullName} value)");
        writer.Line(
            "/// <summary>Whether the schema declares the value: false for 0 and for a text that a newer QEMU sent.</summary>"
        );
        writer.Line("public bool IsKnown => Table.IsKnown(value);");
        writer.Blank();
        writer.Line(
            "/// <summary>The text on the wire, also of a value that the schema lacks; empty for 0, \"not set\".</summary>"
        );
        writer.Line("public string WireName => Table.WireName(value);");
        writer.Close();
        writer.Close();
    }
}
