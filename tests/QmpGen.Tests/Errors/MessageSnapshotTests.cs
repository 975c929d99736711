using System.Runtime.CompilerServices;
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
        Verify(messages.ToString());
    }

    private static void Verify(string text, [CallerFilePath] string source = "") =>
        VerifiedText.Verify(Path.Combine(Path.GetDirectoryName(source)!, "..", "Messages"), text);
}
