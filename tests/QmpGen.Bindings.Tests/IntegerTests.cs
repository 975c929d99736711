using System.Globalization;
using System.Text;
using Qemu72;
using QmpGen.CodeGeneration;
using Xunit;

namespace QmpGen.Bindings.Tests;

/// <summary>Integers have the width that QEMU's source gives them, though a dump calls all of them
/// <c>int</c>.</summary>
public sealed class IntegerTests
{
    [Fact]
    public void A_port_is_16_bits()
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
    public void Sizes_go_up_to_the_last_of_64_bits()
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
    public void A_negative_number_is_the_bits_of_a_size_as_QEMUs_own_parser_reads_it() =>
        Assert.Equal(
            ulong.MaxValue,
            Assert
                .IsType<BlockdevOptions.NullCo>(Read<BlockdevOptions>("""{"driver":"null-co","latency-ns":-1}"""))
                .LatencyNs
        );

    [Theory]
    [InlineData("127", true)]
    [InlineData("-128", true)]
    [InlineData("128", false)]
    [InlineData("-129", false)]
    [InlineData("18446744073709551615", false)]
    public void A_signed_integer_is_one_within_its_range(string number, bool fits)
    {
        if (fits)
        {
            Assert.Equal(number, ReadByte().ToString(CultureInfo.InvariantCulture));
        }
        else
        {
            Assert.Contains(
                "from -128 to 127",
                Assert.Throws<QmpProtocolException>(() => ReadByte()).Message,
                StringComparison.Ordinal
            );
        }

        sbyte ReadByte() =>
            new QmpReader(Encoding.UTF8.GetBytes(number), new QmpReadContext { Subject = "the answer" }).ReadInteger<sbyte>();
    }

    [Theory]
    [InlineData("65536")]
    [InlineData("-1")]
    [InlineData("99999999999999999999")]
    [InlineData("1.5")]
    public void A_number_out_of_the_widths_range_is_told_with_its_member(string number)
    {
        QmpProtocolException e = Assert.Throws<QmpProtocolException>(() =>
            Read<InetSocketAddress>($$"""{"host": "h", "port": "1", "to": {{number}}}""")
        );

        Assert.Contains("The member 'to'", e.Message, StringComparison.Ordinal);
        Assert.Contains("an integer", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_and_alternates_have_them_too()
    {
        QmpList<ushort> nodes = Read<Memdev>(
            """{"size": 1, "merge": true, "dump": true, "prealloc": true, "share": true, "host-nodes": [0, 65535], "policy": "bind"}"""
        ).HostNodes;
        Assert.Equal([0, 65535], nodes);
        QmpProtocolException e = Assert.Throws<QmpProtocolException>(() =>
            Read<Memdev>(
                """{"size": 1, "merge": true, "dump": true, "prealloc": true, "share": true, "host-nodes": [65536], "policy": "bind"}"""
            )
        );
        Assert.Contains(
            "The member 'host-nodes' in the answer must be an integer from 0 to 65535",
            e.Message,
            StringComparison.Ordinal
        );

        StatsValue value = 18446744073709551615UL;
        Assert.Equal("18446744073709551615", Write(((IQmpAlternate)value).WriteValue));
        StatsValue list = [1UL, ulong.MaxValue];
        Assert.Equal("[1,18446744073709551615]", Write(((IQmpAlternate)list).WriteValue));
        Assert.Equal(value, Read<StatsValue>("18446744073709551615"));
    }

    private static T Read<T>(string json)
        where T : IQmpReadable<T>
    {
        QmpReader reader = new(Encoding.UTF8.GetBytes(json), new QmpReadContext { Subject = "the answer" });
        return reader.ReadObject<T>();
    }

    private static string Write(Action<QmpWriter> write) => Encoding.UTF8.GetString(QmpWriter.ToUtf8(write));
}
