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
            ValueKind.String => $"{reader}.ReadString()",
            ValueKind.Int => $"{reader}.Read{IntegerMethod(type)}()",
            ValueKind.Number => $"{reader}.ReadDouble()",
            ValueKind.Bool => $"{reader}.ReadBoolean()",
            ValueKind.Enum => $"{reader}.ReadEnum({Table(type)})",
            ValueKind.Object => $"new {type.CSharp}(ref {reader})",
            ValueKind.Union or ValueKind.Alternate => $"{reader}.ReadObject<{type.CSharp}>()",
            ValueKind.List => ReadList(type.Item!, reader),
            _ => $"{reader}.ReadAny()",
        };

    /// <summary>Writes a member, if it is there, to the writer <c>w</c>.</summary>
    public static string WriteMember(MemberModel member)
    {
        string method = member.Optional ? "WriteOptional" : "WriteRequired";
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
            ValueKind.String => $"{writer}.WriteString({value})",
            ValueKind.Int => $"{writer}.WriteInteger({value})",
            ValueKind.Number => $"{writer}.WriteDouble({value})",
            ValueKind.Bool => $"{writer}.WriteBoolean({value})",
            ValueKind.Enum => $"{writer}.WriteEnum({value}, {Table(type)})",
            ValueKind.Object or ValueKind.Union => $"{writer}.WriteObject({value})",
            ValueKind.Alternate => $"(({Text.Alternate}){value}).WriteValue({writer})",
            ValueKind.List => $"{writer}.WriteList({value}, {ItemWriter(type.Item!)})",
            _ => $"{writer}.WriteAny({value})",
        };

    private static string ReadList(TypeModel item, string reader) =>
        item.Kind switch
        {
            ValueKind.Object or ValueKind.Union or ValueKind.Alternate => $"{reader}.ReadList<{item.CSharp}>()",
            ValueKind.Enum => $"{reader}.ReadList({Table(item)}.ReadValue)",
            ValueKind.List => $"{reader}.ReadList(static (ref {Text.Reader} items) => {Read(item, "items")})",
            _ => $"{reader}.ReadList({Text.Reader}.Read{MethodSuffix(item, IntegerMethod(item))})",
        };

    private static string ItemWriter(TypeModel item) =>
        item.Kind switch
        {
            ValueKind.Object or ValueKind.Union => $"{Text.Writer}.WriteObject",
            ValueKind.Alternate => $"{Text.Writer}.WriteAlternate",
            ValueKind.Enum => $"{Table(item)}.WriteValue",
            ValueKind.List => $"static (items, value) => {Write(item, "value", "items")}",
            _ => $"{Text.Writer}.Write{MethodSuffix(item, IsExact(item) ? $"Integer<{item.CSharp}>" : "Integer")}",
        };

    private static string MethodSuffix(TypeModel type, string integer) =>
        type.Kind switch
        {
            ValueKind.String => "String",
            ValueKind.Int => integer,
            ValueKind.Number => "Double",
            ValueKind.Bool => "Boolean",
            _ => "Any",
        };

    private static string IntegerMethod(TypeModel type) => IsExact(type) ? $"Integer<{type.CSharp}>" : "Int64";

    private static bool IsExact(TypeModel type) => type.Kind == ValueKind.Int && type.CSharp != TypeModel.AnyInteger;
}
