using System.Text;

namespace QmpGen.Tests;

public sealed class NoiseLimitTests
{
    [Fact]
    public void Bytes_AboveLimit_Throw()
    {
        NoiseLimit noise = new();
        noise.AddBytes(NoiseLimit.MaxBytes);
        QmpProtocolException e = Assert.Throws<QmpProtocolException>(() => noise.AddBytes(1));
        Assert.Contains($"{NoiseLimit.MaxBytes + 1}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_AfterReset_AreCountedFromZero()
    {
        NoiseLimit noise = new();
        for (int i = 0; i < 3; i++)
        {
            noise.AddBytes(NoiseLimit.MaxBytes);
            noise.Reset();
        }
    }

    [Theory]
    [InlineData("x")]
    [InlineData("\u00FF")]
    [InlineData("\n")]
    public void Framer_BetweenObjects_CountsEachByteOnce(string latin1)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat(latin1, 1000)));
        NoiseLimit noise = new();
        noise.AddBytes(NoiseLimit.MaxBytes - bytes.Length);
        QmpFramer framer = new(MessageLimit.FromOption(100), noise);
        ReadOnlyMemory<byte> buffer = bytes;
        Assert.False(framer.TryRead(ref buffer, out _));
        Assert.Throws<QmpProtocolException>(() => noise.AddBytes(1));
    }
}
