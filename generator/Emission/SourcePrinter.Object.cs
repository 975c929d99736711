using QmpGen.Generator.Model;
using static QmpGen.Generator.Emission.CodeBlock;
using static QmpGen.Generator.Names.GlobalNames;

namespace QmpGen.Generator.Emission;

/// <content>Prints objects.</content>
internal sealed partial class SourcePrinter
{
    private string PrintObject(ObjectModel model) =>
        Format(
            $$"""
            {{PrintTypeHead(model)}}
            {{_header.Accessibility}} sealed record {{model.Name}}{{PrintBases(model.Bases)}}
            {
                {{JoinParagraphs(
                    model.Reads ? PrintObjectReading(model) : [],
                    [PrintProperties(model.Members.Items), PrintFormatting("private", "false", model.Members.Items)],
                    model.ReadsItself ? [PrintRead(model.FullName, "new(ref r)")] : [],
                    model.Writes ? [PrintObjectWriting(model)] : []
                )}}
            }
            """
        );

    private static string[] PrintObjectReading(ObjectModel model) =>
        [
            PrintTable(model.Members),
            $"public {model.Name}() {{ }}",
            PrintReadingConstructor($"internal {model.Name}(ref {QmpReader} r)", model.Members),
        ];

    private static string PrintObjectWriting(ObjectModel model) =>
        Format(
            $$"""
            void {{IQmpObject}}.WriteMembers({{QmpWriter}} w)
            {
                {{PrintWrites(model.Members.Items)}}
            }
            """
        );
}
