using QmpGen.Generator.Model;
using static QmpGen.Generator.Emission.CodeBlock;
using static QmpGen.Generator.Names.GlobalNames;

namespace QmpGen.Generator.Emission;

/// <content>Prints events.</content>
internal sealed partial class SourcePrinter
{
    private string PrintEvent(EventModel model) =>
        Format(
            $$"""
            {{PrintTypeHead(model)}}
            {{_header.Accessibility}} sealed record {{model.Name}}{{PrintBases(model.Bases)}}
            {
                {{JoinParagraphs([
                    PrintTable(model.Members),
                    $"public {model.Name}() {{ }}",
                    PrintEventReading(model),
                    PrintEventNames(model),
                    PrintProperties(model.Properties),
                    PrintOverriddenFormatting(model.Properties),
                    model.BothDirections ? PrintEventWriting(model) : "",
                ])}}
            }
            """
        );

    private static string PrintEventReading(EventModel model)
    {
        string signature = $"internal {model.Name}(ref {QmpReader} r) : base(r.Context)";
        return model.Union is not { } union
            ? PrintReadingConstructor(signature, model.Members)
            : Format(
                $$"""
                [{{SetsRequiredMembers}}]
                {{signature}} => {{union.Name}} = {{ReadValue(union.Type)}};
                """
            );
    }

    private static string PrintEventNames(EventModel model) =>
        Format(
            $$"""
            public static new string WireName => {{CSharpLiteral.Quote(model.WireName)}};
            protected override string WireNameCore => WireName;
            """
        );

    private static string PrintEventWriting(EventModel model) =>
        Format(
            $$"""
            void {{IQmpObject}}.WriteMembers({{QmpWriter}} w)
            {
                {{(model.Union is { } union ? $"w.WriteMembers({union.Name});" : PrintWrites(model.Members.Items))}}
            }
            """
        );
}
