using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using QmpGen.Tests.Verification;

namespace QmpGen.Tests;

/// <summary>The table of log events in docs/connections.md.</summary>
public sealed partial class LogDocumentationTests
{
    [Fact]
    public void EventTable_InTheDocs_ListsEveryEventWithItsLevel()
    {
        string page = Path.Combine(VerifiedText.ProjectDirectory, "../../docs/connections.md");
        IEnumerable<string> documented = File.ReadLines(page)
            .Select(line => EventRow().Match(line))
            .Where(row => row.Success)
            .SelectMany(row => row.Groups[1].Value.Split(", ").Select(id => $"{id} {row.Groups[2].Value}"));

        Assert.Equal(MessageCollector.FindLogTemplates().Select(Describe), documented);
    }

    [Fact]
    public void LogEntries_AboutASession_NameTheEndpoint() =>
        Assert.All(
            MessageCollector.FindLogTemplates().Where(template => template.EventId is < 32 and not (5 or 6)),
            template => Assert.Contains("{Endpoint}", template.Message, StringComparison.Ordinal)
        );

    private static string Describe(LoggerMessageAttribute template) =>
        template switch
        {
            { EventId: 41 } => $"{template.EventId} as the event",
            { Level: LogLevel.None } => $"{template.EventId} Information or Warning",
            _ => $"{template.EventId} {template.Level}",
        };

    [GeneratedRegex(@"^\| (\d+(?:, \d+)*) \| ([A-Za-z ]+) \|")]
    private static partial Regex EventRow();
}
