using System.Text;
using System.Text.Json;
using QmpGen.CodeGeneration;

namespace QmpGen.Tests;

/// <summary>Messages of rejected arguments, unreadable responses and invalid options.</summary>
internal static class ValueMessages
{
    private enum DiskState
    {
        Idle = 1,
        Busy = 2,
    }

    private delegate void ReadAction(ref QmpReader reader);

    private static readonly QmpEnumTable<DiskState> s_states = new("idle busy");

    public static void Collect(MessageCollector messages)
    {
        CollectRawArguments(messages);
        CollectTypedArguments(messages);
        CollectResponses(messages);
        CollectOptions(messages);
    }

    private static void CollectRawArguments(MessageCollector messages)
    {
        messages.BeginSection("Arguments as JSON");
        foreach (
            string arguments in (string[])
                [
                    "[1]",
                    """{"id": "\ud800"}""",
                    """{"id": "\uffff"}""",
                    """{"id": 1, "id": 2}""",
                    """{"\ud800": 1}""",
                    """{"id": 0e0}""",
                ]
        )
        {
            messages.Add($"Arguments {arguments}", () => WriteRaw(JsonElement.Parse(arguments)));
        }

        messages.Add(
            "Arguments with invalid UTF-8",
            () => WriteRaw(JsonElement.Parse([.. "{\"id\":\""u8, 0xFF, .. "\"}"u8]))
        );
        messages.Add("Arguments of too many bytes", () => QmpRequest.Validate("x", new byte[QmpRequest.MaxBytes]));
        messages.Add(
            "Arguments of too many tokens",
            () =>
                QmpRequest.Validate(
                    "x",
                    Encoding.ASCII.GetBytes($"[0{string.Concat(Enumerable.Repeat(",0", QmpRequest.MaxTokens / 2))}]")
                )
        );
        messages.Add(
            "Arguments nested too deeply",
            () => WriteRaw(JsonElement.Parse(Nest(1100), new JsonDocumentOptions { MaxDepth = 2000 }))
        );
    }

    private static void CollectTypedArguments(MessageCollector messages)
    {
        messages.BeginSection("Arguments of generated types");
        messages.Add("A required member is null", () => Write(writer => writer.WriteRequired("id", (string?)null)));
        messages.Add("A string has a lone surrogate", () => Write(writer => writer.WriteRequired("id", "\ud800")));
        messages.Add("A string has a noncharacter", () => Write(writer => writer.WriteRequired("id", "\ufdd0")));
        messages.Add("A number is not finite", () => Write(writer => writer.WriteRequired("size", double.NaN)));
        messages.Add(
            "An enum is not set",
            () => Write(writer => writer.WriteRequired("state", default(DiskState), s_states))
        );
        messages.Add(
            "An enum is out of range",
            () => Write(writer => writer.WriteRequired("state", (DiskState)9, s_states))
        );
        messages.Add(
            "A list has a null item",
            () => Write(writer => writer.WriteRequired("ids", (QmpList<string>)[null!], QmpWriter.WriteString))
        );
        messages.Add(
            "An unknown branch is sent",
            () => throw QmpWriter.CreateUnknownBranchException("BlockdevOptions")
        );
        messages.Add("A value is an undefined element", () => _ = new QmpValue(default));
        messages.Add("A value is not finite", () => Convert(double.PositiveInfinity));
        messages.Add("An extra argument is null", () => new QueryYank().ExtraArguments["id"] = null!);
        messages.Add(
            "An extra argument repeats a member",
            () =>
                Write(writer =>
                {
                    writer.WriteRequired("id", "a");
                    writer.WriteExtraArguments(new QueryYank { ExtraArguments = { ["id"] = "b" } });
                })
        );
    }

    private static void CollectResponses(MessageCollector messages)
    {
        messages.BeginSection("Responses");
        messages.Add("Not a string", () => Read("5", (ref QmpReader reader) => reader.ReadString()));
        messages.Add(
            "A string that is not Unicode",
            () => Read("\"\\ud800\"", (ref QmpReader reader) => reader.ReadString())
        );
        messages.Add("Not a boolean", () => Read("null", (ref QmpReader reader) => reader.ReadBoolean()));
        messages.Add("Not an integer", () => Read("1.5", (ref QmpReader reader) => reader.ReadInt64()));
        messages.Add(
            "An integer out of range",
            () => Read("65536", (ref QmpReader reader) => reader.ReadInteger<ushort>())
        );
        messages.Add("A number out of range", () => Read("1e999", (ref QmpReader reader) => reader.ReadDouble()));
        messages.Add("Not an object", () => Read("[]", (ref QmpReader reader) => reader.ReadStartObject()));
        messages.Add("Not a list", () => Read("{}", (ref QmpReader reader) => reader.ReadList(QmpReader.ReadString)));
        messages.Add("Members are missing", () => Read("{}", ReadEvent));
        messages.Add("A member is duplicate", () => Read("""{"path": "a", "path": "b"}""", ReadEvent));
        messages.Add("A member has the wrong type", () => Read("""{"path": 5}""", ReadEvent));
    }

    private static void CollectOptions(MessageCollector messages)
    {
        messages.BeginSection("Options");
        messages.Add("A timeout is zero", () => _ = new QmpClientOptions { CallTimeout = TimeSpan.Zero });
        messages.Add("A delay is zero", () => _ = new QmpReconnectPolicy { FirstDelay = TimeSpan.Zero });
    }

    private static void ReadEvent(ref QmpReader reader) => _ = new DeviceDeletedEvent(ref reader);

    private static void Read(string json, ReadAction read)
    {
        QmpReadContext context = new()
        {
            Subject = "the response to 'query-status'",
            SchemaVersion = "11.1.3",
            ServerVersion = "7.2.22",
        };
        QmpReader reader = new(Encoding.UTF8.GetBytes(json), context);
        read(ref reader);
    }

    private static void Write(Action<QmpWriter> write) =>
        QmpWriter.ToUtf8(writer =>
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        });

    private static QmpValue Convert(double value) => value;

    private static string Nest(int levels) => $$"""{"id": {{new string('[', levels)}}{{new string(']', levels)}}}""";

    private static void WriteRaw(JsonElement arguments) => QmpRequest.EncodeArguments(arguments);
}
