using QmpGen.Generator.Model;
using static QmpGen.Generator.Names.GlobalNames;

namespace QmpGen.Generator.Emission;

/// <content>Prints the expressions that read and write values.</content>
internal sealed partial class SourcePrinter
{
    /// <summary>The table of an enum's wire names.</summary>
    private static string PrintEnumTable(TypeModel type) => $"{type.CSharp}Extensions.Table";

    private static string ReadValue(TypeModel type, string reader = "r") =>
        type.Kind switch
        {
            ValueKind.String => $"{reader}.ReadString()",
            ValueKind.Int => $"{reader}.Read{GetIntegerMethod(type)}()",
            ValueKind.Number => $"{reader}.ReadDouble()",
            ValueKind.Bool => $"{reader}.ReadBoolean()",
            ValueKind.Enum => $"{reader}.ReadEnum({PrintEnumTable(type)})",
            ValueKind.Object => $"new {type.CSharp}(ref {reader})",
            ValueKind.Union or ValueKind.Alternate => $"{reader}.ReadObject<{type.CSharp}>()",
            ValueKind.List => ReadList(type.Item!, reader),
            _ => $"{reader}.ReadAny()",
        };

    private static string WriteMember(MemberModel member)
    {
        string method = member.Optional ? "WriteOptional" : "WriteRequired";
        string writer = member.Type.Kind switch
        {
            ValueKind.Enum => $", {PrintEnumTable(member.Type)}",
            ValueKind.List => $", {PrintItemWriter(member.Type.Item!)}",
            _ => "",
        };
        return $"w.{method}({CSharpLiteral.Quote(member.WireName)}, {member.Name}{writer});";
    }

    private static string WriteValue(TypeModel type, string value, string writer = "w") =>
        type.Kind switch
        {
            ValueKind.String => $"{writer}.WriteString({value})",
            ValueKind.Int => $"{writer}.WriteInteger({value})",
            ValueKind.Number => $"{writer}.WriteDouble({value})",
            ValueKind.Bool => $"{writer}.WriteBoolean({value})",
            ValueKind.Enum => $"{writer}.WriteEnum({value}, {PrintEnumTable(type)})",
            ValueKind.Object or ValueKind.Union => $"{writer}.WriteObject({value})",
            ValueKind.Alternate => $"(({IQmpAlternate}){value}).WriteValue({writer})",
            ValueKind.List => $"{writer}.WriteList({value}, {PrintItemWriter(type.Item!)})",
            _ => $"{writer}.WriteAny({value})",
        };

    private static string ReadList(TypeModel item, string reader) =>
        item.Kind switch
        {
            ValueKind.Object or ValueKind.Union or ValueKind.Alternate => $"{reader}.ReadList<{item.CSharp}>()",
            ValueKind.Enum => $"{reader}.ReadList({PrintEnumTable(item)}.ReadValue)",
            ValueKind.List => $"{reader}.ReadList(static (ref {QmpReader} items) => {ReadValue(item, "items")})",
            _ => $"{reader}.ReadList({QmpReader}.Read{GetMethodSuffix(item, GetIntegerMethod(item))})",
        };

    private static string PrintItemWriter(TypeModel item) =>
        item.Kind switch
        {
            ValueKind.Object or ValueKind.Union => $"{QmpWriter}.WriteObject",
            ValueKind.Alternate => $"{QmpWriter}.WriteAlternate",
            ValueKind.Enum => $"{PrintEnumTable(item)}.WriteValue",
            ValueKind.List => $"static (items, value) => {WriteValue(item, "value", "items")}",
            _ => $"{QmpWriter}.Write{GetMethodSuffix(item, IsExact(item) ? $"Integer<{item.CSharp}>" : "Integer")}",
        };

    private static string GetMethodSuffix(TypeModel type, string integer) =>
        type.Kind switch
        {
            ValueKind.String => "String",
            ValueKind.Int => integer,
            ValueKind.Number => "Double",
            ValueKind.Bool => "Boolean",
            _ => "Any",
        };

    private static string GetIntegerMethod(TypeModel type) => IsExact(type) ? $"Integer<{type.CSharp}>" : "Int64";

    private static bool IsExact(TypeModel type) => type.Kind == ValueKind.Int && type.CSharp != TypeModel.AnyInteger;
}
