using QmpGen.Generator.Model;
using static QmpGen.Generator.Emission.CodeBlock;
using static QmpGen.Generator.Names.GlobalNames;

namespace QmpGen.Generator.Emission;

/// <content>Prints enums, each with a class of extension members.</content>
internal sealed partial class SourcePrinter
{
    private string PrintEnum(EnumModel model)
    {
        string names = CSharpLiteral.QuoteAll(model.Values.Select(value => value.WireName));
        return Format(
            $$"""
            {{PrintTypeHead(model)}}
            {{_header.Accessibility}} enum {{model.Name}}
            {
                {{JoinLines(model.Values.Select(PrintEnumValue))}}
            }

            {{PrintTypeHead(model with { Summary = "", Attributes = model.Attributes with { Releases = [] } })}}
            {{_header.Accessibility}} static class {{model.Name}}Extensions
            {
                internal static readonly {{QmpEnumTable}}<{{model.FullName}}> Table = new({{names}});

                extension({{model.FullName}} value)
                {
                    /// <summary>False for 0 and for values that only a newer QEMU knows.</summary>
                    public bool IsKnown => Table.IsKnown(value);
                    public string WireName => Table.GetWireName(value);
                }

                extension({{QmpValue}})
                {
                    public static {{QmpValue}} From({{model.FullName}} value) => Table.ToQmpValue(value);
                }

                public static bool GetIsKnown(this {{model.FullName}} value) => Table.IsKnown(value);
                public static string GetWireName(this {{model.FullName}} value) => Table.GetWireName(value);
            }
            """
        );
    }

    private static string PrintEnumValue(EnumValueModel value, int index) =>
        Format(
            $$"""
            {{PrintHead(value.Summary, value.Attributes)}}
            {{value.Name}} = {{index + 1}},
            """
        );
}
