using System.Buffers;
using System.Text;
using System.Text.Json;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

/// <summary>A typed client and its peer, and what tests of events do with them.</summary>
internal static class TypedPeer
{
    public const string Stop = """{"event": "STOP"}""";

    /// <summary>The event of a device.</summary>
    public static string Deleted(string device) =>
        $$$"""{"event": "DEVICE_DELETED", "data": {"device": "{{{device}}}", "path": "/{{{device}}}"}}""";

    public static async Task<(ScriptedPeer Peer, TypedClient Client)> ConnectTypedAsync(
        QmpClientOptions? options = null
    )
    {
        ScriptedPeer peer = await CreateAsync();
        return (peer, await peer.NegotiateAsync(TypedClient.ConnectAsync(peer.ClientStream, options), Qemu72));
    }

    /// <summary>When a call has been answered, whatever was sent before the answer has been read.</summary>
    public static async Task RoundTripAsync(ScriptedPeer peer, QmpClient client)
    {
        Task<JsonElement> call = client.ExecuteRawAsync("query-name");
        await peer.AnswerAsync(await peer.ExpectAsync("query-name"));
        await call.WaitAsync(Patience);
    }

    /// <summary>So many events, or all until the subscription ends.</summary>
    public static async Task<List<TEvent>> TakeAsync<TEvent>(QmpSubscription<TEvent> events, int count = int.MaxValue)
        where TEvent : QmpEvent
    {
        List<TEvent> got = [];
        await foreach (TEvent e in events.WithCancellation(new CancellationTokenSource(Patience).Token))
        {
            got.Add(e);
            if (got.Count == count)
            {
                break;
            }
        }

        return got;
    }

    /// <summary>Does what the reader loop does when the peer sends an event.</summary>
    public static void PublishStop(QmpClient client) =>
        Publish(client.Events, Message(Encoding.UTF8.GetBytes(Stop)));

    public static void Publish(QmpEvents events, QmpMessage message) =>
        events.Publish(message.EventName, message.Data, message.Timestamp, "7.2.22");

    /// <summary>A message whose values are those of the array.</summary>
    public static QmpMessage Message(byte[] json) =>
        QmpMessage.Read(new ReadOnlySequence<byte>(json), delimited: false);
}
