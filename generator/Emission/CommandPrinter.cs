using QmpGen.Generator.Model;

namespace QmpGen.Generator.Emission;

/// <summary>Prints commands: their records, and their methods on the client.</summary>
internal static class CommandPrinter
{
    public static void PrintRecord(SourceWriter writer, CommandModel model, UnitHeader header)
    {
        string fullName = header.FullName(model.Name);
        RecordPrinter.Head(writer, model.Summary, model.Marks, isTopLevel: true);
        writer.Open($"{header.Scope} sealed record {model.Name} : {Bases(model, fullName)}");
        if (model.BothDirections)
        {
            RecordPrinter.MemberTable(writer, model.Members, "s_members");
        }

        Constructors(writer, model);
        Statics(writer, model);
        if (model.Union is { } union)
        {
            writer.Blank();
            RecordPrinter.Head(writer, union.Summary, union.Marks);
            writer.Line($"public {union.Type.CSharp} {union.Name} {{ get; init; }}");
        }

        RecordPrinter.Properties(writer, model.Members);
        WriteArguments(writer, model);
        Result(writer, model, fullName);
        writer.Close();
    }

    public static void PrintMethods(SourceWriter writer, CommandModel model, UnitHeader header)
    {
        string result = model.Result is { } type ? $"{Text.Task}<{type.CSharp}>" : Text.Task;
        string execute = model.Result is { } typed ? $"ExecuteAsync<{typed.CSharp}>" : "ExecuteAsync";
        string parameters = string.Concat(
            model.Parameters.Select(parameter => $"{parameter.Type.CSharp} {parameter.Name}, ")
        );
        string command = $"new {header.FullName(model.Name)}{Initializer(model)}";
        RecordPrinter.Head(writer, model.Summary, model.Marks);
        writer.Line($"public {result} {model.MethodName}({parameters}{Text.Token} cancellationToken = default) =>");
        writer.Indented($"{execute}({command}, cancellationToken);");
        if (model.AllowOob)
        {
            writer.Blank();
            RecordPrinter.Head(writer, model.Summary, model.Marks);
            writer.Line(
                $"public {result} {model.MethodName}({parameters}bool outOfBand, {Text.Token} cancellationToken = default) =>"
            );
            writer.Indented($"{execute}({command}, outOfBand, cancellationToken);");
        }
    }

    private static void Constructors(SourceWriter writer, CommandModel model)
    {
        if (model.Union is { } union)
        {
            writer.Line("/// <summary>The command with its arguments, which are a union.</summary>");
            writer.Line($"public {model.Name}({union.Type.CSharp} arguments) => {union.Name} = arguments;");
            writer.Blank();
        }
        else if (model.BothDirections)
        {
            writer.Line("/// <summary>A command to be filled in.</summary>");
            writer.Line($"public {model.Name}() {{ }}");
            writer.Blank();
        }

        if (!model.BothDirections)
        {
            return;
        }

        if (model.Union is { } whole)
        {
            writer.Line(
                $"internal {model.Name}(ref {Text.Reader} r) => {whole.Name} = {ValuePrinter.Read(whole.Type)};"
            );
        }
        else
        {
            RecordPrinter.ReadingConstructor(
                writer,
                $"internal {model.Name}(ref {Text.Reader} r)",
                model.Members,
                "s_members"
            );
        }

        writer.Blank();
    }

    private static void Statics(SourceWriter writer, CommandModel model)
    {
        string features = string.Join(", ", model.Features.Select(Text.Literal));
        writer.Line("/// <summary>The name on the wire.</summary>");
        writer.Line($"public static string WireName => {Text.Literal(model.WireName)};");
        writer.Blank();
        writer.Line("/// <summary>Whether the schema allows the command out-of-band.</summary>");
        writer.Line($"public static bool AllowOob => {(model.AllowOob ? "true" : "false")};");
        writer.Blank();
        writer.Line("/// <summary>The features that the schema lists for the command.</summary>");
        writer.Line(
            $"public static {Text.StringList} Features {(features.Length > 0 ? $"{{ get; }} = [{features}]" : "=> []")};"
        );
        writer.Blank();
        writer.Line($"string {Text.Command}.WireName => WireName;");
        if (features.Length > 0)
        {
            writer.Line($"{Text.StringList} {Text.Command}.Features => Features;");
        }
    }

    private static void WriteArguments(SourceWriter writer, CommandModel model)
    {
        // Without members the runtime writes what the caller added, by itself.
        string signature = $"void {Text.Command}.WriteArguments({Text.Writer} w)";
        if (model.Union is { } union)
        {
            writer.Blank();
            writer.Line($"{signature} => w.WriteMembers({union.Name});");
        }
        else if (model.Members.Count > 0)
        {
            writer.Blank();
            writer.Open(signature);
            RecordPrinter.WriteMembers(writer, model.Members);
            writer.Line("w.WriteExtraArguments(this);");
            writer.Close();
        }
    }

    private static void Result(SourceWriter writer, CommandModel model, string fullName)
    {
        if (model.Result is { } result)
        {
            writer.Blank();
            writer.Line(
                $"{result.CSharp} {Text.Command}<{result.CSharp}>.ReadResult(ref {Text.Reader} r) => {ValuePrinter.Read(result)};"
            );
            if (model.BothDirections)
            {
                writer.Blank();
                writer.Line(
                    $"void {Text.ResultWriter}<{result.CSharp}>.WriteResult({Text.Writer} w, {result.CSharp} result) => {ValuePrinter.Write(result, "result")};"
                );
            }
        }

        if (model.BothDirections)
        {
            RecordPrinter.Readable(writer, fullName, "new(ref r)");
        }
    }

    private static string Initializer(CommandModel model) =>
        model switch
        {
            { Union: not null } => $"({model.Parameters[0].Name})",
            { Parameters.Count: 0 } => "()",
            _ =>
                $" {{ {string.Join(", ", model.Parameters.Select(parameter => $"{parameter.Property} = {parameter.Name}"))} }}",
        };

    private static string Bases(CommandModel model, string fullName)
    {
        string command = model.AllowOob ? Text.OutOfBandCommand : Text.Command;
        string arguments = model.Union is null ? $"{Text.Arguments}, " : "";
        string bases = $"{arguments}{command}{(model.Result is { } result ? $"<{result.CSharp}>" : "")}";
        if (!model.BothDirections)
        {
            return bases;
        }

        string writes = model.Result is { } answer ? $", {Text.ResultWriter}<{answer.CSharp}>" : "";
        return $"{bases}, {Text.ServedCommand}<{fullName}>{writes}";
    }
}
