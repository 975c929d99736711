using System.Text;
using QmpGen.CodeGeneration;

namespace QmpGen.Tests;

/// <summary>The cost of reading grows as the message does, whatever its shape.</summary>
/// <remarks>A reader checks after each 1024 tokens whether it must stop. The number of checks measures its
/// work.</remarks>
public sealed class ReadingCostTests
{
    private const int Depth = 200;

    /// <summary>The text before, at and after the innermost object of a nest of unions.</summary>
    public static TheoryData<string, string> Nests =>
        new()
        {
            { """{"next":""", ""","kind":"leaf"}""" },
            { """{"inner":""", ""","kind":"node"}""" },
            { """{"next":{"kind":"leaf"},"inner":""", ""","kind":"node"}""" },
            { """{"new":[{}],"inner":""", ""","kind":"node"}""" },
            { """{"next":""", ""","kind":"new"}""" },
        };

    [Theory]
    [MemberData(nameof(Nests))]
    public void ReadUnions_WithTagLast_CostsLinearTime(string open, string close)
    {
        int once = CountChecks(CreateNest(open, close, Depth, 20_000));
        int twice = CountChecks(CreateNest(open, close, 2 * Depth, 40_000));
        Assert.InRange(twice, once, 2.3 * once);
        Assert.InRange(once, 1, 10 * 20_000 * 6 / 1024);
    }

    [Fact]
    public void ReadAny_InNest_CopiesMessageOnce()
    {
        byte[] json = CreateNest("""{"next":""", ""","kind":"new"}""", Depth, 20_000);
        Read(json, () => null);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Read(json, () => null);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, json.Length, 2 * json.Length);
    }

    [Fact]
    public void ReadList_WithManyItems_AllocatesOneArray()
    {
        const int Count = 100_000;
        byte[] json = Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat('1', Count))}]");
        ReadNumbers(json);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(Count, ReadNumbers(json).Count);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.InRange(allocated, Count * sizeof(long), Count * sizeof(long) * 5 / 4);
    }

    [Theory]
    [InlineData("""\ud800""")]
    [InlineData("""\udc00\ud800""")]
    [InlineData("\\u006bin\\ud800")]
    [InlineData("\\ud83d\\n")]
    public void MemberName_WithLoneSurrogate_IsSkippedWithoutException(string name)
    {
        int thrown = 0;
        EventHandler<System.Runtime.ExceptionServices.FirstChanceExceptionEventArgs> count = (_, _) => thrown++;
        AppDomain.CurrentDomain.FirstChanceException += count;
        try
        {
            Node node = Read(Encoding.UTF8.GetBytes($$"""{"{{name}}":1,"kind":"leaf"}"""), () => null);
            Assert.Equal("leaf", node.Kind);
        }
        finally
        {
            AppDomain.CurrentDomain.FirstChanceException -= count;
        }

        Assert.Equal(0, thrown);
    }

    [Theory]
    [InlineData("""\u006bind""")]
    [InlineData("""\u006B\u0069\u006e\u0064""")]
    public void MemberName_WithEscapes_IsFound(string name) =>
        Assert.Equal("leaf", Read(Encoding.UTF8.GetBytes($$"""{"{{name}}":"leaf"}"""), () => null).Kind);

    private static QmpList<long> ReadNumbers(byte[] json)
    {
        QmpReader reader = new(json, new QmpReadContext { Subject = "the numbers" });
        return reader.ReadList(QmpReader.ReadInt64);
    }

    private static byte[] CreateNest(string open, string close, int depth, int itemCount) =>
        Encoding.UTF8.GetBytes(
            string.Concat(Enumerable.Repeat(open, depth))
                + $$"""{"new":[{{string.Join(',', Enumerable.Repeat("""{"a":1}""", itemCount))}}],"kind":"leaf"}"""
                + string.Concat(Enumerable.Repeat(close, depth))
        );

    private static int CountChecks(byte[] json)
    {
        int count = 0;
        Read(
            json,
            () =>
            {
                count++;
                return null;
            }
        );
        return count;
    }

    private static Node Read(byte[] json, Func<Exception?> getStopReason)
    {
        QmpReader reader = new(json, new QmpReadContext { Subject = "the nest", GetStopReason = getStopReason });
        return Node.Read(ref reader);
    }

    /// <summary>A hand-written equivalent of a generated union, with recursion in the base and in a branch.</summary>
    private record Node
    {
        private static readonly QmpMembers s_members = new(1, "kind next");

        protected Node(string kind) => Kind = kind;

        protected Node(ref QmpReader reader)
        {
            for (
                QmpSeenMembers seen = reader.ReadStartObject();
                reader.TryReadMember(s_members, ref seen, out int index);

            )
            {
                if (index == 0)
                {
                    Kind = reader.ReadString();
                }
                else
                {
                    Next = Read(ref reader);
                }
            }
        }

        public string Kind { get; } = "";

        public Node? Next { get; protected init; }

        public static Node Read(ref QmpReader reader) =>
            reader.PeekTag("kind", KindTable.Instance) switch
            {
                NodeKind.Leaf => new Leaf(ref reader),
                NodeKind.Inner => new Inner(ref reader),
                _ => new Unknown(ref reader, reader.Position),
            };
    }

    private sealed record Leaf : Node
    {
        public Leaf(ref QmpReader reader)
            : base(ref reader) { }
    }

    private sealed record Inner : Node
    {
        private static readonly QmpMembers s_members = new(2, "kind inner next");

        public Inner(ref QmpReader reader)
            : base("node")
        {
            QmpSeenMembers seen = reader.ReadStartObject();
            while (reader.TryReadMember(s_members, ref seen, out int index))
            {
                Child = index == 1 ? Read(ref reader) : Child;
                Next = index == 2 ? Read(ref reader) : Next;
            }
        }

        public Node? Child { get; }
    }

    private sealed record Unknown : Node
    {
        public Unknown(ref QmpReader reader, int start)
            : base(ref reader) => Json = reader.GetValue(start);

        public QmpValue Json { get; }
    }

    private enum NodeKind
    {
        Unset,
        Leaf,
        Inner,
    }

    private static class KindTable
    {
        public static QmpEnumTable<NodeKind> Instance { get; } = new("leaf node");
    }
}
