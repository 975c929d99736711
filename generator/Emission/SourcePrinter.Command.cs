using QmpGen.Generator.Model;
using static QmpGen.Generator.Emission.CodeBlock;
using static QmpGen.Generator.Names.GlobalNames;

namespace QmpGen.Generator.Emission;

/// <content>Prints commands: the records, and the methods of the client.</content>
internal sealed partial class SourcePrinter
{
    private string PrintCommand(CommandModel model) =>
        Format(
            $$"""
            {{PrintTypeHead(model)}}
            {{_header.Accessibility}} sealed record {{model.Name}}{{PrintBases(model.Bases)}}
            {
                {{JoinParagraphs(
                    model.Union is { } union ? PrintUnionConstructors(model, union) : [],
                    model.Union is null && model.BothDirections ? PrintConstructors(model) : [],
                    [
                        PrintStatics(model),
                        PrintArgumentProperties(model),
                        PrintOverriddenFormatting(model.Members.Items),
                        PrintArguments(model),
                        PrintResult(model),
                    ]
                )}}
            }
            """
        );

    /// <summary>Prints the methods: with the required members, and with the record if there are others.</summary>
    private static string PrintMethods(CommandModel model)
    {
        string parameters = string.Concat(
            model.Parameters.Select(parameter => $"{parameter.Type.CSharp} {parameter.Name}, ")
        );
        return JoinParagraphs(
            PrintMethods(model, "", parameters, PrintCreation(model)),
            // A lower priority, because null and default convert to the record, too.
            model.HasOptionalMembers
                ? PrintMethods(model, $"[{OverloadResolutionPriority}(-1)]", $"{model.FullName} command, ", "command")
                : []
        );
    }

    private static string[] PrintMethods(CommandModel model, string attribute, string parameters, string command)
    {
        string result = model.Result is { } type ? $"<{type.CSharp}>" : "";
        string signature = $"{SystemTask}{result} {model.MethodName}";
        return
        [
            PrintMethod("", "cancellationToken"),
            model.AllowOob ? PrintMethod("bool outOfBand, ", "outOfBand, cancellationToken") : "",
        ];

        string PrintMethod(string more, string arguments) =>
            Format(
                $$"""
                {{PrintHead(model.MethodSummary, model.Attributes)}}
                {{attribute}}
                public {{signature}}({{parameters}}{{more}}{{SystemToken}} cancellationToken = default) =>
                    ExecuteAsync{{result}}({{command}}, {{arguments}});
                """
            );
    }

    private static string PrintCreation(CommandModel model)
    {
        IEnumerable<string> assignments = model.Parameters.Select(parameter =>
            $"{parameter.Property} = {parameter.Name}"
        );
        return model switch
        {
            { Union: not null } => $"new {model.FullName}({model.Parameters[0].Name})",
            { Parameters.Count: 0 } => $"new {model.FullName}()",
            _ => $"new {model.FullName} {{ {string.Join(", ", assignments)} }}",
        };
    }

    private static string[] PrintUnionConstructors(CommandModel model, MemberModel union) =>
        [
            $"public {model.Name}({union.Type.CSharp} arguments) => {union.Name} = arguments;",
            model.BothDirections
                ? $"internal {model.Name}(ref {QmpReader} r) => {union.Name} = {ReadValue(union.Type)};"
                : "",
        ];

    private static string[] PrintConstructors(CommandModel model) =>
        [
            PrintTable(model.Members),
            $"public {model.Name}() {{ }}",
            PrintReadingConstructor($"internal {model.Name}(ref {QmpReader} r)", model.Members),
        ];

    private static string PrintStatics(CommandModel model)
    {
        string features = string.Join(", ", model.Features.Select(CSharpLiteral.Quote));
        return Format(
            $$"""
            public static string WireName => {{CSharpLiteral.Quote(model.WireName)}};
            public static bool AllowOob => {{(model.AllowOob ? "true" : "false")}};
            public static {{StringList}} Features {{(features.Length > 0 ? $"{{ get; }} = [{features}]" : "=> []")}};
            string {{IQmpCommand}}.WireName => WireName;
            {{(features.Length > 0 ? $"{StringList} {IQmpCommand}.Features => Features;" : "")}}
            """
        );
    }

    private static string PrintArgumentProperties(CommandModel model) =>
        model.Union is { } union
            ? $"public {union.Type.CSharp} {union.Name} {{ get; init; }}"
            : PrintProperties(model.Members.Items);

    /// <summary>Prints how the arguments are written; the default writes the extra arguments only.</summary>
    private static string PrintArguments(CommandModel model) =>
        model.Union is { } union ? $"void {IQmpCommand}.WriteArguments({QmpWriter} w) => w.WriteMembers({union.Name});"
        : model.Members.Items.Count == 0 ? ""
        : Format(
            $$"""
            void {{IQmpCommand}}.WriteArguments({{QmpWriter}} w)
            {
                {{PrintWrites(model.Members.Items)}}
                w.WriteExtraArguments(this);
            }
            """
        );

    private static string PrintResult(CommandModel model)
    {
        string reading = "";
        string writing = "";
        if (model.Result is { } result)
        {
            string type = result.CSharp;
            reading = $"{type} {IQmpCommand}<{type}>.ReadResult(ref {QmpReader} r) => {ReadValue(result)};";
            string write = WriteValue(result, "result");
            writing = $"void {IQmpResultWriter}<{type}>.WriteResult({QmpWriter} w, {type} result) => {write};";
        }

        return Format(
            $$"""
            {{reading}}
            {{(model.BothDirections ? writing : "")}}
            {{(model.BothDirections ? PrintRead(model.FullName, "new(ref r)") : "")}}
            """
        );
    }
}
