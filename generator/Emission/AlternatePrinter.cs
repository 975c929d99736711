using QmpGen.Generator.Model;

namespace QmpGen.Generator.Emission;

/// <summary>Prints alternates.</summary>
internal static class AlternatePrinter
{
    private const string NotNullIfNotNull =
        "[return: global::System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(value))]";

    public static void Print(SourceWriter writer, AlternateModel model, UnitHeader header)
    {
        string fullName = header.FullName(model.Name);
        AlternateBranchModel? list = model.Branches.FirstOrDefault(branch => branch.Token == JsonToken.Array);
        RecordPrinter.Head(writer, model.Summary, model.Marks, isTopLevel: true);
        if (list is not null)
        {
            writer.Line(
                $"[global::System.Runtime.CompilerServices.CollectionBuilder(typeof({fullName}), nameof(Create))]"
            );
        }

        writer.Open($"{header.Scope} abstract record {model.Name}{Bases(model, fullName)}");
        writer.Line($"private {model.Name}() {{ }}");
        foreach (AlternateBranchModel branch in model.Branches)
        {
            Conversion(writer, branch, fullName);
        }

        if (list is { Type.Item: { } item })
        {
            Collection(writer, list, item, fullName);
        }

        if (model.Reads)
        {
            Read(writer, model, fullName);
        }

        if (model.Writes)
        {
            writer.Blank();
            writer.Line($"void {Text.Alternate}.WriteValue({Text.Writer} w) => WriteBranch(w);");
            writer.Blank();
            writer.Line($"private protected abstract void WriteBranch({Text.Writer} w);");
        }

        foreach (AlternateBranchModel branch in model.Branches)
        {
            Branch(writer, branch, fullName, model.Writes);
        }

        if (model.Reads)
        {
            Unknown(writer, model, fullName);
        }

        writer.Close();
    }

    private static void Conversion(SourceWriter writer, AlternateBranchModel branch, string fullName)
    {
        if (branch.Type is not { } type)
        {
            return;
        }

        writer.Blank();
        writer.Line($"/// <summary>{branch.Summary}</summary>");
        if (type.Kind is ValueKind.Int or ValueKind.Number or ValueKind.Bool or ValueKind.Enum)
        {
            writer.Line(
                $"public static implicit operator {fullName}({type.CSharp} value) => new {fullName}.{branch.Name}(value);"
            );
            return;
        }

        string source = type.Kind == ValueKind.List ? $"{type.Item!.CSharp}[]" : type.CSharp;
        writer.Line(NotNullIfNotNull);
        writer.Line(
            $"public static implicit operator {fullName}?({source}? value) => value is null ? null : new {fullName}.{branch.Name}(value);"
        );
    }

    private static void Collection(SourceWriter writer, AlternateBranchModel list, TypeModel item, string fullName)
    {
        writer.Blank();
        writer.Line("/// <summary>The branch that is an array, from a collection expression.</summary>");
        writer.Line(
            $"public static {fullName} Create(global::System.ReadOnlySpan<{item.CSharp}> items) => new {fullName}.{list.Name}(global::QmpGen.QmpList.Create(items));"
        );
        writer.Blank();
        writer.Line("/// <summary>The items, where this is an array; none otherwise.</summary>");
        writer.Line($"public global::System.Collections.Generic.IEnumerator<{item.CSharp}> GetEnumerator() =>");
        writer.Indented(
            $"(this is {fullName}.{list.Name} list ? list.Value : global::QmpGen.QmpList<{item.CSharp}>.Empty).GetEnumerator();"
        );
    }

    private static void Read(SourceWriter writer, AlternateModel model, string fullName)
    {
        writer.Blank();
        writer.Open($"static {fullName} {Text.Readable}<{fullName}>.Read(ref {Text.Reader} r) => r.TokenType switch");
        foreach (AlternateBranchModel branch in model.Branches)
        {
            string value = branch.Type is { } type ? ValuePrinter.Read(type) : "";
            writer.Line($"{Tokens(branch.Token)} => new {fullName}.{branch.Name}({value}),");
        }

        writer.Line($"_ => new {fullName}.UnknownBranch(r.ReadAny()),");
        writer.Close("};");
    }

    private static void Branch(SourceWriter writer, AlternateBranchModel branch, string fullName, bool writes)
    {
        string write = branch.Type is { } type ? ValuePrinter.Write(type, "Value") : "w.WriteNull()";
        writer.Blank();
        writer.Line($"/// <summary>{branch.Summary}</summary>");
        if (branch.Type is { } value)
        {
            writer.Line("/// <param name=\"Value\">The value.</param>");
            Record(
                writer,
                $"public sealed record {branch.Name}({value.CSharp} Value) : {fullName}",
                writes ? write : null
            );
        }
        else
        {
            Record(writer, $"public sealed record {branch.Name} : {fullName}", writes ? write : null);
        }
    }

    private static void Unknown(SourceWriter writer, AlternateModel model, string fullName)
    {
        writer.Blank();
        writer.Line("/// <summary>A kind of value that the schema lacks, received from a newer QEMU.</summary>");
        writer.Line("/// <param name=\"Json\">The value as it came.</param>");
        Record(
            writer,
            $"public sealed record UnknownBranch({Text.Value} Json) : {fullName}",
            model.Writes ? $"throw {Text.Writer}.UnknownBranch({Text.Literal(model.Name)})" : null
        );
    }

    private static void Record(SourceWriter writer, string signature, string? write)
    {
        if (write is null)
        {
            writer.Line($"{signature};");
            return;
        }

        writer.Open(signature);
        writer.Line($"private protected override void WriteBranch({Text.Writer} w) => {write};");
        writer.Close();
    }

    private static string Tokens(JsonToken token)
    {
        const string Kind = "global::System.Text.Json.JsonTokenType";
        return token switch
        {
            JsonToken.Object => $"{Kind}.StartObject",
            JsonToken.Array => $"{Kind}.StartArray",
            JsonToken.Bool => $"{Kind}.True or {Kind}.False",
            _ => $"{Kind}.{token}",
        };
    }

    private static string Bases(AlternateModel model, string fullName) =>
        (model.Reads, model.Writes) switch
        {
            (true, true) => $" : {Text.Readable}<{fullName}>, {Text.Alternate}",
            (true, false) => $" : {Text.Readable}<{fullName}>",
            (false, true) => $" : {Text.Alternate}",
            _ => "",
        };
}
