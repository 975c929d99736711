using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace QmpGen.Tool.Reports;

/// <summary>Formats differences as JSON.</summary>
internal static class JsonReport
{
    private static readonly JsonWriterOptions s_options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Indented = true,
        NewLine = "\n",
    };

    public static string Format(DiffReport report)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, s_options))
        {
            writer.WriteStartObject();
            writer.WriteString("old", report.OldLabel);
            writer.WriteString("new", report.NewLabel);
            WriteSummary(writer, report.Difference.Summary);
            writer.WriteStartArray("entities");
            foreach (QmpSchemaEntityChange entity in report.Difference.Entities)
            {
                WriteEntity(writer, entity);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private static void WriteSummary(Utf8JsonWriter writer, DifferenceSummary summary)
    {
        writer.WriteStartObject("summary");
        WriteCounts(writer, "commands", summary.Commands);
        WriteCounts(writer, "events", summary.Events);
        WriteCounts(writer, "types", summary.Types);
        writer.WriteNumber("renamed-types", summary.RenamedTypes);
        WriteCounts<QmpSchemaChangeKind>(writer, "changes", summary.Count);
        WriteCounts<QmpSchemaSeverity>(writer, "severities", summary.Count);
        writer.WriteEndObject();
    }

    private static void WriteCounts(Utf8JsonWriter writer, string name, EntityCounts counts)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("removed", counts.Removed);
        writer.WriteNumber("added", counts.Added);
        writer.WriteNumber("changed", counts.Changed);
        writer.WriteEndObject();
    }

    private static void WriteCounts<T>(Utf8JsonWriter writer, string name, Func<T, int> count)
        where T : struct, Enum
    {
        writer.WriteStartObject(name);
        foreach (T value in Enum.GetValues<T>())
        {
            writer.WriteNumber(FormatName(value), count(value));
        }

        writer.WriteEndObject();
    }

    private static void WriteEntity(Utf8JsonWriter writer, QmpSchemaEntityChange entity)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", FormatName(entity.Kind));
        writer.WriteString("name", entity.Name);
        writer.WriteString("state", FormatName(entity.State));
        WriteOptional(writer, "place", entity.Place);
        WriteUse(writer, entity.Directions, entity.Severity);
        writer.WriteStartArray("changes");
        foreach (QmpSchemaChange change in entity.Changes)
        {
            writer.WriteStartObject();
            writer.WriteString("kind", FormatName(change.Kind));
            writer.WriteString("path", change.Path);
            WriteOptional(writer, "old", change.Old);
            WriteOptional(writer, "new", change.New);
            WriteUse(writer, change.Directions, change.Severity);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteUse(Utf8JsonWriter writer, QmpSchemaDirections directions, QmpSchemaSeverity severity)
    {
        writer.WriteString("directions", FormatName(directions));
        writer.WriteString("severity", FormatName(severity));
    }

    private static void WriteOptional(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static string FormatName<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
