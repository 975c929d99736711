using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using QmpGen.CodeGeneration;

namespace QmpGen.Tests;

/// <summary>Reading allocates at most as much as System.Text.Json does for the same type.</summary>
public sealed partial class ReadingAllocationTests
{
    // The context, the string cache and the state of a large message.
    private const long MessageState = 400;

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(64)]
    public void List_OfProcessors_AllocatesAtMostAsSystemTextJson(int count)
    {
        byte[] json = Encoding.UTF8.GetBytes(
            "["
                + string.Join(
                    ", ",
                    Enumerable
                        .Range(0, count)
                        .Select(i => $$"""{"id": {{i}}, "path": "/machine/{{i}}", "target": "x86"}""")
                )
                + "]"
        );
        Assert.Equal(count, Read(json).Count);
        Assert.Equal(Read(json), ReadWithSerializer(json));
        Assert.InRange(Measure(() => Read(json)), 0, Measure(() => ReadWithSerializer(json)) + MessageState);
    }

    private static QmpList<Processor> Read(byte[] json)
    {
        QmpReader reader = new(json, new QmpReadContext { Subject = "the reply" });
        return reader.ReadList<Processor>();
    }

    private static List<Processor> ReadWithSerializer(byte[] json) =>
        JsonSerializer.Deserialize(json, SerializerContext.Default.ListProcessor)!;

    private static long Measure(Action read)
    {
        read();
        long before = GC.GetAllocatedBytesForCurrentThread();
        read();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    internal sealed record Processor : IQmpReadable<Processor>
    {
        private static readonly QmpMembers s_members = new(3, "id path target");

        [JsonPropertyName("id")]
        public long Id { get; set; }

        [JsonPropertyName("path")]
        public string Path { get; set; } = "";

        [JsonPropertyName("target")]
        public string Target { get; set; } = "";

        public static Processor Read(ref QmpReader reader)
        {
            Processor result = new();
            QmpSeenMembers seen = reader.ReadStartObject();
            while (reader.TryReadMember(s_members, ref seen, out int index))
            {
                result.Id = index == 0 ? reader.ReadInt64() : result.Id;
                result.Path = index == 1 ? reader.ReadString() : result.Path;
                result.Target = index == 2 ? reader.ReadString() : result.Target;
            }

            return result;
        }
    }

    [JsonSerializable(typeof(List<Processor>))]
    private sealed partial class SerializerContext : JsonSerializerContext;
}
