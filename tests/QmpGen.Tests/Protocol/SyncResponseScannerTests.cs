using System.Text;

namespace QmpGen.Tests;

public sealed class SyncResponseScannerTests
{
    [Theory]
    [InlineData("\u00FF{\"return\":4711}")]
    [InlineData("\u00FF{\"return\": 4711}")]
    [InlineData("\u00FF{\r\n    \"return\" : 4711\r\n}")]
    [InlineData("\u00FF\u00FF\u00FF{\"return\": 4711}")]
    [InlineData("{\"return\": \u00FF{\"return\": 47\u00FF{\"return\": 4711}")]
    [InlineData("\u00FF{\"return\": 47110}\u00FF{\"return\": 471}\u00FF{\"return\": 4711}")]
    public void Response_InAnyChunks_IsFound(string latin1)
    {
        byte[] bytes = [.. Encoding.Latin1.GetBytes(latin1), (byte)'\n', (byte)'{'];
        for (int split = 0; split < bytes.Length; split++)
        {
            SyncResponseScanner scanner = new(4711);
            ReadOnlyMemory<byte> first = bytes.AsMemory(0, split);
            ReadOnlyMemory<byte> second = bytes.AsMemory(split);
            bool isFound = scanner.TrySkipToResponse(ref first) || scanner.TrySkipToResponse(ref second);
            Assert.True(isFound);
            Assert.Equal("\n{", Encoding.Latin1.GetString((byte[])[.. first.ToArray(), .. second.ToArray()]));
        }
    }

    [Theory]
    [InlineData("{\"return\": 4711}")]
    [InlineData("\u00FF {\"return\": 4711}")]
    [InlineData("\u00FF{\"return\": 4712}")]
    [InlineData("\u00FF{\"return\": 47 11}")]
    [InlineData("\u00FF{\"re turn\": 4711}")]
    [InlineData("\u00FF{\"return\": -4711}")]
    [InlineData("\u00FF{\"return\": 4711, \"id\": 1}")]
    [InlineData("\u00FF{\"return\": [4711]}")]
    [InlineData("\u00FF{\"return\": 4711")]
    public void OtherBytes_AreSkipped(string latin1)
    {
        ReadOnlyMemory<byte> buffer = Encoding.Latin1.GetBytes(latin1);
        Assert.False(new SyncResponseScanner(4711).TrySkipToResponse(ref buffer));
        Assert.True(buffer.IsEmpty);
    }
}
