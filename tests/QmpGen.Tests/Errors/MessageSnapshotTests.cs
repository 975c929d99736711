using QmpGen.Tests.Verification;

namespace QmpGen.Tests;

/// <summary>Compares the runtime's messages with a file that is reviewed as prose.</summary>
public sealed class MessageSnapshotTests
{
    [LinuxFact]
    public async Task Messages_OfTheRuntime_MatchTheReviewedSnapshot()
    {
        MessageCollector messages = new();
        await EndpointMessages.CollectAsync(messages);
        await TlsMessages.CollectAsync(messages);
        await ConnectMessages.CollectAsync(messages);
        await CallMessages.CollectAsync(messages);
        await EventMessages.CollectAsync(messages);
        ValueMessages.Collect(messages);
        await ProcessMessages.CollectAsync(messages);
        messages.BeginSection("Log entries");
        messages.AddLogTemplates();
        VerifiedText.Verify("Messages", messages.ToString());
    }
}
