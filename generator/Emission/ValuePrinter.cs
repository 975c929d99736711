using QmpGen.Generator.Model;

namespace QmpGen.Generator.Emission;

/// <summary>The expressions that read and write a value.</summary>
internal static class ValuePrinter
{
    /// <summary>The class with the texts of an enum.</summary>
    public static string Table(TypeModel type) => $"{type.CSharp}Extensions.Table";

    /// <summary>Reads a value from the reader <c>r</c>.</summary>
    public static string Read(TypeModel type, string reader = "r") =>
        type.Kind switch
        {
            ValueKind.String => $"{reader}.String()",
            ValueKind.Int => $"{reader}.Int{Integer(type)}()",
            ValueKind.Number => $"{reader}.Number()",
            ValueKind.Bool => $"{reader}.Bool()",
            ValueKind.Enum => $"{reader}.Enum({Table(type)})",
            ValueKind.Object => $"new {type.CSharp}(ref {reader})",
            ValueKind.Union or ValueKind.Alternate => $"{reader}.Read<{type.CSharp}>()",
            ValueKind.List => ReadList(type.Item!, reader),
            _ => $"{reader}.Any()",
        };

    /// <summary>Writes a member, if it is there, to the writer <c>w</c>.</summary>
    public static string WriteMember(MemberModel member)
    {
        string method = member.Optional ? "Optional" : "Mandatory";
        string how = member.Type.Kind switch
        {
            ValueKind.Enum => $", {Table(member.Type)}",
            ValueKind.List => $", {ItemWriter(member.Type.Item!)}",
            _ => "",
        };
        return $"w.{method}({Text.Literal(member.WireName)}, {member.Name}{how});";
    }

    /// <summary>Writes a value to the writer <c>w</c>.</summary>
    public static string Write(TypeModel type, string value, string writer = "w") =>
        type.Kind switch
        {
            ValueKind.String => $"{writer}.String({value})",
            ValueKind.Int => $"{writer}.Int({value})",
            ValueKind.Number => $"{writer}.Number({value})",
            ValueKind.Bool => $"{writer}.Bool({value})",
            ValueKind.Enum => $"{writer}.Enum({value}, {Table(type)})",
            ValueKind.Object or ValueKind.Union => $"{writer}.Object({value})",
            ValueKind.Alternate => $"(({Text.Alternate}){value}).WriteValue({writer})",
            ValueKind.List => $"{writer}.List({value}, {ItemWriter(type.Item!)})",
            _ => $"{writer}.Any({value})",
        };

    private static string ReadList(TypeModel item, string reader) =>
        item.Kind switch
        {
            ValueKind.Object or ValueKind.Union or ValueKind.Alternate => $"{reader}.List<{item.CSharp}>()",
            ValueKind.Enum => $"{reader}.List({Table(item)}.ReadValue)",
            ValueKind.List => $"{reader}.List(static (ref {Text.Reader} items) => {Read(item, "items")})",
            _ => $"{reader}.List({Text.Reader}.Read{item.Kind}{Integer(item)})",
        };

    private static string ItemWriter(TypeModel item) =>
        item.Kind switch
        {
            ValueKind.Object or ValueKind.Union => $"{Text.Writer}.WriteObject",
            ValueKind.Alternate => $"{Text.Writer}.WriteAlternate",
            ValueKind.Enum => $"{Table(item)}.WriteValue",
            ValueKind.List => $"static (items, value) => {Write(item, "value", "items")}",
            _ => $"{Text.Writer}.Write{item.Kind}{Integer(item)}",
        };

    /// <summary>Which integer, where the schema is exact about it.</summary>
    private static string Integer(TypeModel type) =>
        type.Kind == ValueKind.Int && type.CSharp != TypeModel.AnyInteger ? $"<{type.CSharp}>" : "";
}
