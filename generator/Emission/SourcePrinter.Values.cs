using QmpGen.Generator.Model;
using static QmpGen.Generator.Names.GlobalNames;

namespace QmpGen.Generator.Emission;

/// <content>Prints the expressions that read and write values.</content>
internal sealed partial class SourcePrinter
{
    /// <summary>The table of an enum's wire names.</summary>
    private static string TableOf(TypeModel type) => $"{type.CSharp}Extensions.Table";

    private static string ReadValue(TypeModel type, string reader = "r") =>
        type.Kind switch
        {
            ValueKind.String => $"{reader}.ReadString()",
            ValueKind.Int => $"{reader}.Read{IntegerMethod(type)}()",
            ValueKind.Number => $"{reader}.ReadDouble()",
            ValueKind.Bool => $"{reader}.ReadBoolean()",
            ValueKind.Enum => $"{reader}.ReadEnum({TableOf(type)})",
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
            ValueKind.Enum => $", {TableOf(member.Type)}",
            ValueKind.List => $", {ItemWriter(member.Type.Item!)}",
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
            ValueKind.Enum => $"{writer}.WriteEnum({value}, {TableOf(type)})",
            ValueKind.Object or ValueKind.Union => $"{writer}.WriteObject({value})",
            ValueKind.Alternate => $"(({IQmpAlternate}){value}).WriteValue({writer})",
            ValueKind.List => $"{writer}.WriteList({value}, {ItemWriter(type.Item!)})",
            _ => $"{writer}.WriteAny({value})",
        };

    private static string ReadList(TypeModel item, string reader) =>
        item.Kind switch
        {
            ValueKind.Object or ValueKind.Union or ValueKind.Alternate => $"{reader}.ReadList<{item.CSharp}>()",
            ValueKind.Enum => $"{reader}.ReadList({TableOf(item)}.ReadValue)",
            ValueKind.List => $"{reader}.ReadList(static (ref {QmpReader} items) => {ReadValue(item, "items")})",
            _ => $"{reader}.ReadList({QmpReader}.Read{MethodSuffix(item, IntegerMethod(item))})",
        };

    private static string ItemWriter(TypeModel item) =>
        item.Kind switch
        {
            ValueKind.Object or ValueKind.Union => $"{QmpWriter}.WriteObject",
            ValueKind.Alternate => $"{QmpWriter}.WriteAlternate",
            ValueKind.Enum => $"{TableOf(item)}.WriteValue",
            ValueKind.List => $"static (items, value) => {WriteValue(item, "value", "items")}",
            _ => $"{QmpWriter}.Write{MethodSuffix(item, IsExact(item) ? $"Integer<{item.CSharp}>" : "Integer")}",
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
