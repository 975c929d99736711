namespace QmpGen.Tests;

public sealed class ReceiveBufferTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(100, 7)]
    [InlineData(5000, 3000)]
    [InlineData(int.MaxValue, 300_000)]
    public void UnreadBytes_WithAnyReadsAndMessages_AreKeptInOrder(int maxRead, int messageLength)
    {
        const int Total = 1_000_000;
        ReceiveBuffer buffer = new();
        int received = 0;
        int processed = 0;
        while (processed < Total)
        {
            Memory<byte> free = buffer.GetFreeSpace();
            int count = Math.Min(Math.Min(free.Length, maxRead), Total - received);
            for (int i = 0; i < count; i++)
            {
                free.Span[i] = GetByte(received++);
            }

            buffer.Add(count);
            ReadOnlyMemory<byte> unread = buffer.Unread;
            while (unread.Length >= messageLength || (received == Total && unread.Length > 0))
            {
                int length = Math.Min(messageLength, unread.Length);
                for (int i = 0; i < length; i++)
                {
                    Assert.True(unread.Span[i] == GetByte(processed++), $"Byte {processed - 1} differs.");
                }

                unread = unread[length..];
            }

            buffer.KeepUnread(unread);
        }
    }

    [Fact]
    public void Buffer_AfterALargeMessage_IsSmallAgain()
    {
        ReceiveBuffer buffer = new();
        int initial = buffer.GetFreeSpace().Length;
        for (int i = 0; i < 10; i++)
        {
            buffer.Add(buffer.GetFreeSpace().Length);
        }

        Assert.True(buffer.Unread.Length > 100 * initial);
        buffer.KeepUnread(default);
        Assert.Equal(initial, buffer.GetFreeSpace().Length);
    }

    private static byte GetByte(int position) => (byte)(position % 251);
}
