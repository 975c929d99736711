using System.Text;

namespace QmpGen;

/// <content>Raw events, which are separate from typed events: their subscribers do not depend on the schema.</content>
public sealed partial class QmpEvents
{
    private volatile RawEventSubscriber[] _rawSubscribers = [];

    internal QmpSubscription<QmpRawEvent> SubscribeRaw(IReadOnlyList<string> wireNames)
    {
        EventBuffer created = CreateBuffer<QmpRawEvent>(buffer =>
            _rawSubscribers = [.. _rawSubscribers, new RawEventSubscriber(wireNames, buffer)]
        );
        return new QmpSubscription<QmpRawEvent>(created, filter: null, CancellationToken.None);
    }

    /// <summary>Passes an event to the raw subscribers that accept its name. They share one instance.</summary>
    private void PublishRaw(ReceivedEvent received)
    {
        QmpRawEvent? raw = null;
        foreach (RawEventSubscriber subscriber in _rawSubscribers)
        {
            if (subscriber.Accepts(received.Name))
            {
                raw ??= CreateRaw(received);
                subscriber.Buffer.Offer(raw, received.Name.Length + received.Data.Length);
            }
        }
    }

    private static QmpRawEvent CreateRaw(ReceivedEvent received) =>
        new(Encoding.UTF8.GetString(received.Name))
        {
            Timestamp = received.Time.ToDateTimeOffset(),
            Data = received.Data.IsEmpty ? null : QmpValue.FromReceived(received.Data.ToArray()),
        };
}
