using System.Globalization;
using System.Text;
using Qemu72;
using QmpGen.CodeGeneration;
using Xunit;

namespace QmpGen.Bindings.Tests;

/// <summary>Integers have the width of QEMU's source, although a dump calls all of them <c>int</c>.</summary>
public sealed class IntegerWidthTests
{
    [Fact]
    public void UInt16Member_OfMaximumValue_IsWritten()
    {
        InetSocketAddress address = new()
        {
            Host = "h",
            Port = "1",
            To = ushort.MaxValue,
        };

        Assert.Equal("""{"host":"h","port":"1","to":65535}""", Write(w => w.WriteObject(address)));
    }

    [Fact]
    public void UInt64Member_OfMaximumValue_RoundTrips()
    {
        BlockdevOptions.NullCo disk = new() { LatencyNs = ulong.MaxValue, Size = long.MinValue };

        Assert.Equal(
            """{"driver":"null-co","size":-9223372036854775808,"latency-ns":18446744073709551615}""",
            Write(w => w.WriteObject(disk))
        );
        BlockdevOptions.NullCo read = Assert.IsType<BlockdevOptions.NullCo>(
            Read<BlockdevOptions>("""{"driver":"null-co","latency-ns":18446744073709551615}""")
        );
        Assert.Equal(ulong.MaxValue, read.LatencyNs);
    }

    [Fact]
    public void UInt64Member_ReadFromNegativeNumber_KeepsItsBits() =>
        Assert.Equal(
            ulong.MaxValue,
            Assert
                .IsType<BlockdevOptions.NullCo>(Read<BlockdevOptions>("""{"driver":"null-co","latency-ns":-1}"""))
                .LatencyNs
        );

    [Theory]
    [InlineData("127")]
    [InlineData("-128")]
    public void ReadInteger_WithinRange_ReturnsIt(string number) =>
        Assert.Equal(number, ReadSByte(number).ToString(CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("128")]
    [InlineData("-129")]
    [InlineData("18446744073709551615")]
    public void ReadInteger_OutOfRange_ThrowsWithTheRange(string number)
    {
        QmpProtocolException e = Assert.Throws<QmpProtocolException>(() => ReadSByte(number));
        Assert.Matches(@"-128\b.*\b127\b", e.Message);
    }

    [Theory]
    [InlineData("65536")]
    [InlineData("-1")]
    [InlineData("99999999999999999999")]
    [InlineData("1.5")]
    public void UInt16Member_ReadOutOfRange_ThrowsWithItsName(string number)
    {
        QmpProtocolException e = Assert.Throws<QmpProtocolException>(() =>
            Read<InetSocketAddress>($$"""{"host": "h", "port": "1", "to": {{number}}}""")
        );

        Assert.Contains("'to'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void UInt16List_WithinRange_IsRead()
    {
        QmpList<ushort> nodes = Read<Memdev>(
            """{"size": 1, "merge": true, "dump": true, "prealloc": true, "share": true, "host-nodes": [0, 65535], "policy": "bind"}"""
        ).HostNodes;
        Assert.Equal([0, 65535], nodes);
    }

    [Fact]
    public void UInt16List_OutOfRange_ThrowsWithNameAndRange()
    {
        QmpProtocolException e = Assert.Throws<QmpProtocolException>(() =>
            Read<Memdev>(
                """{"size": 1, "merge": true, "dump": true, "prealloc": true, "share": true, "host-nodes": [65536], "policy": "bind"}"""
            )
        );
        Assert.Contains("'host-nodes'", e.Message, StringComparison.Ordinal);
        Assert.Matches(@"\b0\b.*\b65535\b", e.Message);
    }

    [Fact]
    public void UInt64Alternate_OfMaximumValue_RoundTrips()
    {
        StatsValue value = 18446744073709551615UL;
        Assert.Equal("18446744073709551615", Write(((IQmpAlternate)value).WriteValue));
        StatsValue list = [1UL, ulong.MaxValue];
        Assert.Equal("[1,18446744073709551615]", Write(((IQmpAlternate)list).WriteValue));
        Assert.Equal(value, Read<StatsValue>("18446744073709551615"));
    }

    private static T Read<T>(string json)
        where T : IQmpReadable<T>
    {
        QmpReader reader = new(Encoding.UTF8.GetBytes(json), new QmpReadContext { Subject = "the reply" });
        return reader.ReadObject<T>();
    }

    private static sbyte ReadSByte(string number) =>
        new QmpReader(
            Encoding.UTF8.GetBytes(number),
            new QmpReadContext { Subject = "the reply" }
        ).ReadInteger<sbyte>();

    private static string Write(Action<QmpWriter> write) => Encoding.UTF8.GetString(QmpWriter.ToUtf8(write));
}
