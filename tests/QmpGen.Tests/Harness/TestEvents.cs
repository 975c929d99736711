using System.Text;

namespace QmpGen.Tests;

/// <summary>Creates, publishes and collects events.</summary>
internal static class TestEvents
{
    public const string Stop = """{"event": "STOP"}""";

    /// <summary>The DEVICE_DELETED event of a device.</summary>
    public static string DeviceDeleted(string device) =>
        $$$"""{"event": "DEVICE_DELETED", "data": {"device": "{{{device}}}", "path": "/{{{device}}}"}}""";

    /// <summary>Reads the given number of events, or all until the subscription ends.</summary>
    public static async Task<List<TEvent>> TakeAsync<TEvent>(QmpSubscription<TEvent> events, int count = int.MaxValue)
        where TEvent : QmpEvent
    {
        List<TEvent> taken = [];
        using CancellationTokenSource timeout = new(ScriptedPeer.WaitTimeout);
        await foreach (TEvent e in events.WithCancellation(timeout.Token))
        {
            taken.Add(e);
            if (taken.Count == count)
            {
                break;
            }
        }

        return taken;
    }

    /// <summary>Publishes a STOP event as the receive loop does.</summary>
    public static void PublishStop(QmpClient client) =>
        Publish(client.Events, ParseMessage(Encoding.UTF8.GetBytes(Stop)));

    /// <summary>Publishes a message as the receive loop does.</summary>
    public static void Publish(QmpEvents events, QmpMessage message)
    {
        events.Publish(message.Event, "7.2.22");
        events.Deliver();
    }

    /// <summary>Parses a message whose values refer to the given array.</summary>
    public static QmpMessage ParseMessage(byte[] json) =>
        QmpMessage.Parse(json, isDelimited: false);
}
