using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
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
        CollectConversions(messages);
        CollectResponses(messages);
        CollectRawResponses(messages);
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
            messages.Add($"Arguments {arguments}", () => WriteRaw(QmpValue.Parse(arguments)));
        }

        messages.Add(
            "Arguments with invalid UTF-8",
            () => WriteRaw(QmpValue.Parse([.. "{\"id\":\""u8, 0xFF, .. "\"}"u8]))
        );
        messages.Add("Arguments of too many bytes", () => QmpRequest.Validate("x", new byte[ParserLimits.MaxBytes]));
        messages.Add(
            "Arguments of too many tokens",
            () =>
                QmpRequest.Validate(
                    "x",
                    Encoding.ASCII.GetBytes($"[0{string.Concat(Enumerable.Repeat(",0", ParserLimits.MaxTokens / 2))}]")
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

    private static void CollectConversions(MessageCollector messages)
    {
        messages.BeginSection("Conversions to values");
        messages.Add("A value is an undefined element", () => _ = new QmpValue(default));
        messages.Add("A value is not finite", () => Convert(double.PositiveInfinity));
        messages.Add("A value has a lone surrogate", () => Convert("\ud800"));
        messages.Add("A JSON node has a lone surrogate", () => Convert(JsonValue.Create("\ud800")));
        messages.Add("A JSON element has a lone surrogate", () => Convert(JsonElement.Parse("\"\\ud800\"")));
        messages.Add("A JSON text has a lone surrogate", () => QmpValue.Parse("\"\ud800\""));
        messages.Add("An item is null", () => Convert([1, null!]));
        messages.Add("The name of a member has a lone surrogate", () => Convert(new QmpObject { ["\ud800"] = 1 }));
        messages.Add("An enum that is not set is converted", () => s_states.ToQmpValue(default));
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
        messages.Add(
            "An integer of many digits",
            () => Read(new string('7', 100), (ref QmpReader reader) => reader.ReadInt64())
        );
        messages.Add("A number out of range", () => Read("1e999", (ref QmpReader reader) => reader.ReadDouble()));
        messages.Add("Not an object", () => Read("[]", (ref QmpReader reader) => reader.ReadStartObject()));
        messages.Add("Not a list", () => Read("{}", (ref QmpReader reader) => reader.ReadList(QmpReader.ReadString)));
        messages.Add("Members are missing", () => Read("{}", ReadEvent));
        messages.Add(
            "Members are missing in a response of a guest agent",
            () => Read("{}", ReadEvent, "the guest agent", "unknown")
        );
        messages.Add(
            "A guest agent sends the wrong type",
            () => Read("[]", (ref QmpReader reader) => reader.ReadStartObject(), "the guest agent", "10.0.13")
        );
        messages.Add("A member is duplicate", () => Read("""{"path": "a", "path": "b"}""", ReadEvent));
        messages.Add("A member has the wrong type", () => Read("""{"path": 5}""", ReadEvent));
    }

    private static void CollectRawResponses(MessageCollector messages)
    {
        QmpValue reply = QmpValue.Parse("""{"cpus": [{"id": "a", "size": 18446744073709551615}, null, 1.5]}""");
        messages.BeginSection("Responses to raw calls");
        messages.Add("An absent member is read", () => _ = reply["cpu"]);
        messages.Add(
            "An absent member is read beside an invalid name",
            () => _ = QmpValue.Parse("{\"\\ud800\":1}")["a"]
        );
        messages.Add("An invalid name is read", () => _ = QmpValue.Parse("{\"\\ud800\":1}").Members.ToList());
        messages.Add("A member of an array is read", () => _ = reply["cpus"]["id"]);
        messages.Add("An absent item is read", () => _ = reply["cpus"][3]);
        messages.Add("An item of an object is read", () => _ = reply[0]);
        messages.Add("A member of null is read", () => _ = reply["cpus"][1]["id"]);
        messages.Add("The items of a string are read", () => _ = reply["cpus"][0]["id"].Items);
        messages.Add("A string is read as a number", () => reply["cpus"][0]["id"].GetInt64());
        messages.Add("A large integer is read as Int64", () => reply["cpus"][0]["size"].GetInt64());
        messages.Add("A fraction is read as UInt64", () => reply["cpus"][2].GetUInt64());
        messages.Add("A number is read as a string", () => reply["cpus"][2].GetString());
        messages.Add("A raw string that is not Unicode", () => QmpValue.Parse("\"\\ud800\"").GetString());
    }

    private static void CollectOptions(MessageCollector messages)
    {
        messages.BeginSection("Options");
        messages.Add("A timeout is zero", () => _ = new QmpClientOptions { CallTimeout = TimeSpan.Zero });
        messages.Add("A delay is zero", () => _ = new QmpReconnectPolicy { FirstDelay = TimeSpan.Zero });
    }

    private static void ReadEvent(ref QmpReader reader) => _ = new DeviceDeletedEvent(ref reader);

    private static void Read(string json, ReadAction read, string peer = "QEMU 7.2.22", string schemaVersion = "11.1.3")
    {
        QmpReadContext context = new()
        {
            Subject = "the response to 'query-status'",
            SchemaVersion = schemaVersion,
            Peer = peer,
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

    private static QmpValue Convert(QmpValue value) => value;

    private static string Nest(int levels) => $$"""{"id": {{new string('[', levels)}}{{new string(']', levels)}}}""";

    private static void WriteRaw(QmpValue arguments) => QmpRequest.EncodeArguments(arguments);
}
