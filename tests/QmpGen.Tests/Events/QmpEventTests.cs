using QmpGen.CodeGeneration;

namespace QmpGen.Tests;

public sealed class QmpEventTests
{
    [Fact]
    public void WireName_OfAnUnknownEvent_IsTheReceivedName()
    {
        QmpEvent unknown = new QmpUnknownEvent("NEW_EVENT", new QmpReadContext { Subject = "the event NEW_EVENT" });

        Assert.Equal("NEW_EVENT", unknown.WireName);
        Assert.Contains("WireName = NEW_EVENT", unknown.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void WireName_OfAnInterruption_IsEmpty() =>
        Assert.Empty(new QmpInterruptedEvent(new QmpConnectionException("lost")).WireName);
}
