using System.Runtime.CompilerServices;

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
        await VerifyAsync(messages.ToString());
    }

    /// <summary>Compares with the verified file and writes a received file if they differ.</summary>
    private static async Task VerifyAsync(string text, [CallerFilePath] string source = "")
    {
        string directory = Path.GetDirectoryName(Path.GetDirectoryName(source))!;
        string verified = Path.Combine(directory, "Messages.verified.txt");
        string received = Path.Combine(directory, "Messages.received.txt");
        File.Delete(received);
        string expected = File.Exists(verified) ? await File.ReadAllTextAsync(verified) : "";
        if (text != expected)
        {
            await File.WriteAllTextAsync(received, text);
            string[] expectedLines = expected.Split('\n');
            string[] lines = text.Split('\n');
            int line = lines.Zip(expectedLines).TakeWhile(pair => pair.First == pair.Second).Count();
            Assert.Fail(
                $"{received} differs from {verified} in line {line + 1}: {lines.ElementAtOrDefault(line)}\n"
                    + "Review the new text and copy it over the verified one."
            );
        }
    }
}
