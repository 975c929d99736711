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
    private void PublishRaw(ReceivedEvent received, string peer)
    {
        QmpRawEvent? raw = null;
        foreach (RawEventSubscriber subscriber in _rawSubscribers)
        {
            if (subscriber.Accepts(received.Name))
            {
                raw ??= CreateRaw(received, peer);
                subscriber.Buffer.Offer(raw, received.Name.Length + received.Data.Length);
            }
        }
    }

    private QmpRawEvent CreateRaw(ReceivedEvent received, string peer)
    {
        string wireName = Encoding.UTF8.GetString(received.Name);
        QmpProtocolException? problem = null;
        return new QmpRawEvent(wireName)
        {
            Timestamp = received.Time.ToDateTimeOffset(),
            Data = ReadData(received.Data, CreateContext(wireName, peer), ref problem),
        };
    }
}
