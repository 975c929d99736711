using System.Net.Sockets;
using System.Text;

namespace QmpGen.Tests;

/// <summary>Plays the first messages of a peer that listens or connects.</summary>
internal static class FirstMessages
{
    /// <summary>Accepts a client and performs QEMU's part of the handshake.</summary>
    /// <returns>The connection.</returns>
    public static async Task<Stream> AcceptAsync(Socket listening)
    {
        Socket accepted = await listening.AcceptAsync().WaitAsync(ScriptedPeer.WaitTimeout);
        NetworkStream stream = new(accepted, ownsSocket: true);
        await GreetAndNegotiateAsync(stream);
        return stream;
    }

    /// <summary>Performs QEMU's part of the handshake.</summary>
    public static async Task GreetAndNegotiateAsync(Stream stream)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(Greetings.Qemu72));
        await ReadLineAsync(stream);
        await stream.WriteAsync("""{"return": {}, "id": 1}"""u8.ToArray());
    }

    private static async Task ReadLineAsync(Stream stream)
    {
        byte[] next = new byte[1];
        while (next[0] != '\n')
        {
            await stream.ReadExactlyAsync(next).AsTask().WaitAsync(ScriptedPeer.WaitTimeout);
        }
    }
}
