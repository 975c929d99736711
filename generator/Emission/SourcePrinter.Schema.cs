using System.Text;
using QmpGen.Generator.Model;
using static QmpGen.Generator.Emission.CodeBlock;
using static QmpGen.Generator.Names.GlobalNames;

namespace QmpGen.Generator.Emission;

/// <content>Prints the schema text, and the features class.</content>
internal sealed partial class SourcePrinter
{
    private const int LineWidth = 120;

    /// <summary>Prints the schema text without indentation, which saves space.</summary>
    private static string PrintSchemaText(SchemaTextModel model) =>
        model.Text.Length == 0
            ? Format(
                $$"""
                partial class {{model.Name}}
                {
                    private static {{SystemSpan}}<byte> SchemaText => default;
                }
                """
            )
            : Format(
                $$""""
                partial class {{model.Name}}
                {
                    private static {{SystemSpan}}<byte> SchemaText => """
                {{model.Text}}
                """u8;
                }
                """"
            );

    private string PrintFeatures(FeaturesModel model) =>
        Format(
            $$"""
            {{PrintTypeHead(model)}}
            {{_header.Accessibility}} static class {{model.Name}}
            {
                {{JoinLines(model.Enums.Select(PrintFeatureEnum))}}
            }
            """
        );

    private static string PrintFeatureEnum(FeatureEnumModel model)
    {
        string line = $"public enum {model.Name} {{ {string.Join(", ", ListValues(model))} }}";
        return line.Length + 4 <= LineWidth
            ? line
            : Format(
                $$"""
                public enum {{model.Name}}
                {
                    {{WrapValues(ListValues(model), LineWidth - 8)}}
                }
                """
            );
    }

    /// <summary>Lists the values, which count from 1.</summary>
    private static IEnumerable<string> ListValues(FeatureEnumModel model) =>
        model.Values.Select((name, index) => index == 0 ? name + " = 1" : name);

    private static string WrapValues(IEnumerable<string> values, int width)
    {
        StringBuilder text = new();
        int length = 0;
        foreach (string value in values)
        {
            bool wraps = length + value.Length + 3 > width;
            text.Append(length == 0 ? "" : wraps ? ",\n" : ", ").Append(value);
            length = wraps || length == 0 ? value.Length : length + value.Length + 2;
        }

        return text.ToString();
    }
}
